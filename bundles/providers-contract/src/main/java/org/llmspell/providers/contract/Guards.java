package org.llmspell.providers.contract;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedNetwork;
import org.llmspell.core.security.guard.HttpCall;
import org.llmspell.core.security.guard.HttpReply;
import org.llmspell.core.security.guard.NetworkGuard;
import org.llmspell.core.security.guard.NetworkTarget;
import org.llmspell.core.security.guard.SecretRedactor;

/** Guards for tests: hosts that are trusted may be reached, all others may not. */
public final class Guards {
  private Guards() {}

  /** The guard of the network. */
  public static NetworkGuard network() {
    return _ -> new Network(Set.of());
  }

  /** A network that nobody may use. */
  public static NetworkGuard off() {
    return _ -> {
      throw SpellException.security("network_access", "Network access is off");
    };
  }

  /** Masks nothing: providers must not show their own key anyway. */
  public static SecretRedactor redactor() {
    return new SecretRedactor() {
      @Override
      public String redact(String text) {
        return text;
      }

      @Override
      public @Nullable Object redactValue(@Nullable Object value) {
        return value;
      }

      @Override
      public Map<String, @Nullable Object> redactAll(Map<String, @Nullable Object> values) {
        return values;
      }

      @Override
      public Set<String> detect(String text) {
        return Set.of();
      }
    };
  }

  private record Network(Set<String> trusted) implements GuardedNetwork {

    private static SpellException refusal(String what) {
      return SpellException.security("network_access", "Blocked host '%s'".formatted(what));
    }

    @Override
    public NetworkTarget check(String url) {
      throw refusal(url);
    }

    @Override
    public NetworkTarget check(String host, int port) {
      if (!trusted.contains(host)) {
        throw refusal(host);
      }
      return new NetworkTarget(host, port, List.of(InetAddress.getLoopbackAddress()));
    }

    @Override
    public Socket connect(String host, int port, Duration timeout) {
      throw refusal(host);
    }

    @Override
    public SocketFactory sockets() {
      return SocketFactory.getDefault();
    }

    @Override
    public GuardedNetwork trusting(Collection<String> hosts) {
      return new Network(Set.copyOf(hosts));
    }

    @Override
    public HttpReply send(HttpCall call) {
      throw refusal(call.url());
    }
  }
}
