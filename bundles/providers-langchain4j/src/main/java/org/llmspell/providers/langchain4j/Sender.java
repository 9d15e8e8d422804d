package org.llmspell.providers.langchain4j;

import dev.langchain4j.http.client.HttpRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.guard.GuardedNetwork;
import org.llmspell.core.security.guard.HttpCall;
import org.llmspell.core.security.guard.HttpReply;

/**
 * Sends requests: to the address of the operator over the provider's connections, to that of a
 * caller through the guard of the network.
 *
 * @param guarded whether the address comes from a caller
 * @param timeout until the reply begins, and between two pieces of it
 * @param key what is sent in place of {@link #KEY}, or null
 */
record Sender(
    Transport transport,
    ExecutionContext context,
    boolean guarded,
    Duration timeout,
    @Nullable String key) {
  /** Stands for the key in the headers and the address of what LangChain4j wants to send. */
  static final String KEY = "llmspell-puts-the-key-here";

  private static final long MAX_REPLY = 64L << 20;

  /** A reply through the guard has a limit for all of it; streams may take long. */
  private static final Duration GUARDED_LIMIT = Duration.ofMinutes(15);

  private static final Set<String> OURS = Set.of("content-length", "host", "connection");

  Exchange send(HttpRequest request) throws IOException {
    GuardedNetwork network = transport.network().in(context);
    if (guarded) {
      return viaGuard(network, request);
    }
    URI uri = URI.create(keyed(request.url()));
    // The operator has named the host; whether the network may be used at all is still the
    // policy's.
    network.trusting(Set.of(host(uri))).check(host(uri), port(uri));
    return direct(uri, request);
  }

  private String keyed(String text) {
    return key == null ? text : text.replace(KEY, key);
  }

  @Override
  public String toString() {
    return "Sender[guarded=%s]".formatted(guarded);
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    return uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
  }

  private Duration rest() {
    return context
        .cancellation()
        .deadlineNanos()
        .map(end -> Duration.ofNanos(Math.max(1, end - System.nanoTime())))
        .filter(left -> left.compareTo(timeout) < 0)
        .orElse(timeout);
  }

  private Exchange direct(URI uri, HttpRequest request) throws IOException {
    var builder =
        java.net.http.HttpRequest.newBuilder(uri)
            // Servers without TLS often do not understand the offer to speak HTTP/2.
            .version(
                "https".equalsIgnoreCase(uri.getScheme())
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .method(
                request.method().name(),
                request.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(request.body()));
    request
        .headers()
        .forEach((name, values) -> {
          if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, keyed(value)));
          }
        });
    CompletableFuture<HttpResponse<InputStream>> reply =
        transport.client().sendAsync(builder.build(), _ -> new PieceBody(timeout));
    HttpResponse<InputStream> response = await(reply);
    return new Exchange(
        response.statusCode(), response.headers().firstValue("retry-after"), response.body());
  }

  private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> reply)
      throws IOException {
    Duration limit = rest();
    try {
      return reply.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("the thread was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (TimeoutException e) {
      reply.cancel(true);
      var late = new HttpTimeoutException("no answer within %d ms".formatted(limit.toMillis()));
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private Exchange viaGuard(GuardedNetwork network, HttpRequest request) throws IOException {
    String text = request.body() == null ? "" : request.body();
    HttpCall call =
        HttpCall.get(keyed(request.url()))
            .method(request.method().name(), text.getBytes(StandardCharsets.UTF_8))
            .timeout(
                GUARDED_LIMIT.compareTo(timeout) > 0 && isStream(request) ? GUARDED_LIMIT : rest())
            .redirects(0)
            .replyBytes(MAX_REPLY);
    for (var header : request.headers().entrySet()) {
      if (!OURS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        call = call.header(header.getKey(), keyed(String.join(", ", header.getValue())));
      }
    }
    HttpReply reply = network.send(call);
    return new Exchange(reply.status(), reply.header("retry-after"), new ReplyBody(reply));
  }

  private static boolean isStream(HttpRequest request) {
    return request.body() != null && request.body().contains("\"stream\"")
        || request.url().contains("streamGenerateContent");
  }

  /** The body of a guarded reply; closing it closes the reply. */
  private static final class ReplyBody extends FilterInputStream {
    private final HttpReply reply;

    ReplyBody(HttpReply reply) {
      super(reply.body());
      this.reply = reply;
    }

    @Override
    public void close() throws IOException {
      reply.close();
    }
  }

  /** What a header says in seconds or as a date. */
  static Optional<Duration> retryAfter(String header, Instant now) {
    String text = header.strip();
    try {
      if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
        return Optional.of(Duration.ofMillis((long) (Double.parseDouble(text) * 1000)));
      }
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(now, date.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
