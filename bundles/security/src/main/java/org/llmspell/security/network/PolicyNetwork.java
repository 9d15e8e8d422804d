package org.llmspell.security.network;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.security.guard.GuardedNetwork;
import org.llmspell.core.security.guard.HttpCall;
import org.llmspell.core.security.guard.HttpReply;
import org.llmspell.core.security.guard.NetworkTarget;

/**
 * What one call may reach.
 *
 * @param check decides
 * @param cancellation stops exchanges
 * @param certificates makes sockets with TLS
 */
record PolicyNetwork(
    NetworkCheck check, Cancellation cancellation, Supplier<SSLSocketFactory> certificates)
    implements GuardedNetwork {

  @Override
  public NetworkTarget check(String url) throws IOException {
    Urls.Parsed parsed = Urls.parse(url);
    return check.target("check", parsed.host(), parsed.port());
  }

  @Override
  public NetworkTarget check(String host, int port) throws IOException {
    return check.target(host, port);
  }

  @Override
  public Socket connect(String host, int port, Duration timeout) throws IOException {
    return Connection.open(check.target(host, port), timeout, cancellation);
  }

  @Override
  public SocketFactory sockets() {
    return new GuardedSockets(check);
  }

  @Override
  public GuardedNetwork trusting(Collection<String> hosts) {
    return new PolicyNetwork(
        check.trusting(
            hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet())),
        cancellation,
        certificates);
  }

  @Override
  public HttpReply send(HttpCall call) throws IOException {
    return new HttpExchange(check, call, cancellation, certificates).run();
  }
}
