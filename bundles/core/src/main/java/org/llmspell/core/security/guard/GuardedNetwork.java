package org.llmspell.core.security.guard;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import javax.net.SocketFactory;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What one call may reach. Names are resolved once; the addresses that were checked are those that
 * are connected to. All methods throw a {@link SpellException} of kind Security when the policy
 * does not allow the host, the port or one of its addresses, of kind Validation when a URL makes no
 * sense, of kind RateLimit when a host is asked too often. Safe to share between threads.
 */
@ProviderType
public interface GuardedNetwork {

  /** Checks an http or https URL, resolving its host. */
  NetworkTarget check(String url) throws IOException;

  /** Checks a host and a port, resolving the host. */
  NetworkTarget check(String host, int port) throws IOException;

  /** Connects to a host after checking it. */
  Socket connect(String host, int port, Duration timeout) throws IOException;

  /**
   * A factory whose sockets check where they connect to, for drivers that take one, such as those
   * of mail and databases.
   */
  SocketFactory sockets();

  /**
   * The same, with further hosts let through on any port: those that the operator has named in the
   * settings of the tool, such as a mail server. Never hosts out of parameters.
   */
  GuardedNetwork trusting(Collection<String> hosts);

  /**
   * Sends a request and gives the reply, whose body is still to be read. Each redirect is checked
   * like the first URL; one from https to http is refused.
   *
   * @throws SpellException of kind Timeout when the time is over, also while the body is read
   */
  HttpReply send(HttpCall call) throws IOException;
}
