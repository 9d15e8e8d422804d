package org.llmspell.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Posts each event to an address. A failed request and an answer of 429 or 5xx are tried again, a
 * few times, with growing pauses. Redirects are not followed.
 */
final class WebhookExporter implements Exporter {
  private static final int ATTEMPTS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final URI address;
  private final Duration pause;

  /**
   * A webhook.
   *
   * @param address where to
   * @param pause before the second attempt; doubled each time
   */
  WebhookExporter(URI address, Duration pause) {
    this.address = address;
    this.pause = pause;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * The address that a setting names.
   *
   * @throws SpellException of kind Configuration when it is no http or https URL
   */
  static URI address(String url) {
    try {
      URI address = URI.create(url);
      String scheme = String.valueOf(address.getScheme());
      if ((scheme.equals("http") || scheme.equals("https")) && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(url, e);
    }
    throw wrong(url, null);
  }

  private static SpellException wrong(String url, @Nullable Throwable cause) {
    return SpellException.configuration(
        "Setting 'events.export.webhook' is '%s' but must be an http or https URL".formatted(url),
        cause);
  }

  @Override
  public void export(String json) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    Duration wait = pause;
    for (int attempt = 1; ; attempt++) {
      String trouble = send(request);
      if (trouble.isEmpty()) {
        return;
      }
      if (attempt == ATTEMPTS || !trouble.startsWith("again")) {
        throw new IOException(
            "The webhook did not take an event after %d attempts: %s".formatted(attempt, trouble));
      }
      Thread.sleep(wait);
      wait = wait.multipliedBy(2);
    }
  }

  /** Empty when it went well; starts with "again" when another attempt may help. */
  private String send(HttpRequest request) throws InterruptedException {
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status < 300) {
        return "";
      }
      return (status == 429 || status >= 500 ? "again, " : "") + "status " + status;
    } catch (IOException e) {
      return "again, " + (e.getMessage() == null ? "no connection" : e.getMessage());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
