package org.llmspell.providers.langchain4j;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.security.guard.NetworkGuard;
import org.llmspell.core.security.guard.SecretRedactor;

/**
 * The connections of one provider. They are made when they are needed first, used again, and closed
 * with the provider.
 */
final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);

  private final NetworkGuard network;
  private final SecretRedactor redactor;
  private @Nullable HttpClient client;
  private @Nullable ExecutorService executor;
  private boolean closed;

  Transport(NetworkGuard network, SecretRedactor redactor) {
    this.network = network;
    this.redactor = redactor;
  }

  NetworkGuard network() {
    return network;
  }

  SecretRedactor redactor() {
    return redactor;
  }

  synchronized HttpClient client() {
    if (closed) {
      throw new IllegalStateException("the provider was stopped");
    }
    HttpClient known = client;
    if (known == null) {
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      executor = threads;
      known =
          HttpClient.newBuilder()
              .executor(threads)
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    closed = true;
    HttpClient known = client;
    ExecutorService threads = executor;
    client = null;
    executor = null;
    if (known != null && threads != null) {
      known.shutdownNow();
      known.close();
      threads.close();
    }
  }
}
