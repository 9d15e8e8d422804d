package org.llmspell.providers.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The HTTP client of one request. Everything happens on the calling thread, streams too; errors are
 * ours, with what the vendor says and when to try again.
 */
final class CallHttpClient implements HttpClient {
  private final Sender sender;
  private final Refusals refusals;
  private final UnaryOperator<String> lines;
  private volatile @Nullable InputStream body;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean closed;

  /**
   * A client.
   *
   * @param lines changes the lines of an answer in pieces
   */
  CallHttpClient(Sender sender, Refusals refusals, UnaryOperator<String> lines) {
    this.sender = sender;
    this.refusals = refusals;
    this.lines = lines;
  }

  /** What went wrong in here; LangChain4j may have wrapped it, or kept it to itself. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Closes the connection of a request that is under way. */
  void close() {
    closed = true;
    Exchange.quietly(body);
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    try (Exchange exchange = open(request)) {
      String text = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
      return SuccessfulHttpResponse.builder()
          .statusCode(exchange.status())
          .headers(Map.of())
          .body(text)
          .build();
    } catch (IOException e) {
      throw failed(refusals.of(e));
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    try (Exchange exchange = open(request)) {
      listener.onOpen(
          SuccessfulHttpResponse.builder().statusCode(exchange.status()).headers(Map.of()).build());
      parser.parse(new Remembering(new RewrittenLines(exchange.body(), lines)), listener);
      listener.onClose();
    } catch (IOException e) {
      listener.onError(failed(refusals.of(e)));
    } catch (SpellException e) {
      listener.onError(e);
    }
  }

  private Exchange open(HttpRequest request) {
    Exchange exchange;
    try {
      exchange = sender.send(request);
    } catch (IOException e) {
      throw failed(refusals.of(e));
    } catch (RuntimeException e) {
      throw failed(e);
    }
    body = exchange.body();
    if (closed) {
      Exchange.quietly(exchange.body());
    }
    if (!exchange.isOk()) {
      throw failed(refusals.of(exchange));
    }
    return exchange;
  }

  private RuntimeException failed(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
    return e;
  }

  /** Remembers what fails while a parser reads: it tells its listener, which may not care. */
  private final class Remembering extends java.io.FilterInputStream {

    Remembering(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        failed(refusals.of(e));
        throw e;
      }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        return super.read(to, offset, length);
      } catch (IOException e) {
        failed(refusals.of(e));
        throw e;
      }
    }
  }
}
