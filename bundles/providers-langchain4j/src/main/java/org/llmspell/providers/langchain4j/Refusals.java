package org.llmspell.providers.langchain4j;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.security.guard.SecretRedactor;
import org.llmspell.json.PlainJson;

/**
 * What goes wrong with a request, as one of the fifteen kinds. No message has a key in it.
 *
 * @param key the key of the request
 * @param timeout what the request was allowed
 */
record Refusals(ModelName name, @Nullable String key, SecretRedactor redactor, Duration timeout) {
  private static final int MAX_BODY = 64 << 10;
  private static final int MAX_TEXT = 500;

  /** The vendor has answered with an error. */
  SpellException of(Exchange exchange) {
    String said = said(exchange);
    int status = exchange.status();
    String message = "%s answered %d: %s".formatted(name, status, said);
    Duration retryAfter =
        exchange
            .retryAfter()
            .flatMap(header -> Sender.retryAfter(header, Instant.now()))
            .orElse(null);
    ErrorKind kind =
        switch (status) {
          case 401, 403 -> new ErrorKind.Configuration();
          case 408 -> new ErrorKind.Timeout(timeout);
          case 429 -> new ErrorKind.RateLimit(retryAfter);
          case 409, 425 -> new ErrorKind.Provider(name.provider());
          default ->
              status >= 500
                  ? retryAfter == null
                      ? new ErrorKind.Provider(name.provider())
                      : new ErrorKind.RateLimit(retryAfter)
                  : status >= 400
                      ? new ErrorKind.Validation("request")
                      : new ErrorKind.Configuration();
        };
    return new SpellException(kind, message + remedy(status));
  }

  private String remedy(int status) {
    return switch (status) {
      case 401, 403 ->
          ". Check the key: 'llmspell keys rotate %s', or the environment variable that holds it"
              .formatted(name.provider());
      case 404 ->
          ". Check the name of the model, and providers.%s.base_url".formatted(name.provider());
      default -> status < 400 ? ". Redirects are not followed; correct base_url" : "";
    };
  }

  private String said(Exchange exchange) {
    try (exchange) {
      String text =
          new String(exchange.body().readNBytes(MAX_BODY), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "nothing more" : clean(message(text));
    } catch (IOException e) {
      return "its message was cut off";
    }
  }

  /** The message inside the JSON that vendors send; the text as it is when it is something else. */
  private static String message(String text) {
    Object value;
    try {
      value = PlainJson.parse(text, "reply", IllegalArgumentException::new);
    } catch (IllegalArgumentException e) {
      return text;
    }
    Object found =
        value instanceof java.util.List<?> list && !list.isEmpty() ? list.getFirst() : value;
    for (String field : new String[] {"error", "message", "detail"}) {
      if (found instanceof Map<?, ?> map && map.get(field) != null) {
        found = map.get(field);
      }
    }
    return found instanceof String message ? message : text;
  }

  /** Short, on one line, and without secrets. */
  String clean(String text) {
    String line = text.replaceAll("\\s+", " ");
    if (key != null && !key.isEmpty()) {
      line = line.replace(key, SecretRedactor.MASK);
    }
    line = redactor.redact(line);
    return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) + "..." : line;
  }

  /** The network has failed. */
  RuntimeException of(IOException e) {
    if (e instanceof HttpTimeoutException) {
      return new SpellException(
          new ErrorKind.Timeout(timeout),
          "%s did not answer in time: %s; providers.%s.timeout_seconds allows more"
              .formatted(name, reason(e), name.provider()),
          e);
    }
    if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
      var cancelled =
          new CancellationException(
              "The request to %s was cancelled: its thread was interrupted".formatted(name));
      cancelled.initCause(e);
      return cancelled;
    }
    return new SpellException(
        new ErrorKind.Network(), "%s can not be reached: %s".formatted(name, reason(e)), e);
  }

  private String reason(Throwable thrown) {
    String message = thrown instanceof java.net.ConnectException ? "no connection" : "";
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      String own = t.getMessage();
      if (own != null && !own.isBlank()) {
        message = own;
      }
    }
    return message.isEmpty() ? "the connection failed" : clean(message);
  }

  /** Something inside the library has failed: as a rule the answer was not what it should be. */
  SpellException senseless(Throwable e) {
    return new SpellException(
        new ErrorKind.Provider(name.provider()),
        "The answer of %s makes no sense: %s".formatted(name, reason(e)),
        e);
  }

  /** An answer has stopped before its end. */
  SpellException cutOff() {
    return new SpellException(
        new ErrorKind.Network(), "The answer of %s was cut off before its end".formatted(name));
  }
}
