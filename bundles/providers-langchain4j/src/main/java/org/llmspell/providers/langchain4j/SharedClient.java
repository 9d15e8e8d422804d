package org.llmspell.providers.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of models that serve many requests: hands each to the client of the request that
 * runs on this thread.
 */
final class SharedClient implements HttpClient {
  private static final ScopedValue<CallHttpClient> CURRENT = ScopedValue.newInstance();

  /** Does the work of a request. */
  static <T, X extends Throwable> T within(CallHttpClient client, ScopedValue.CallableOp<T, X> work)
      throws X {
    return ScopedValue.where(CURRENT, client).call(work);
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    return CURRENT.get().execute(request);
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    CURRENT.get().execute(request, parser, listener);
  }

  /** Gives the client to LangChain4j, whose time limits are not used. */
  static final class Builder implements HttpClientBuilder {
    private @Nullable Duration connect;
    private @Nullable Duration read;

    @Override
    @SuppressWarnings("NullAway") // as in the builders of the library
    public Duration connectTimeout() {
      return connect;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      connect = timeout;
      return this;
    }

    @Override
    @SuppressWarnings("NullAway") // as in the builders of the library
    public Duration readTimeout() {
      return read;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      read = timeout;
      return this;
    }

    @Override
    public HttpClient build() {
      return new SharedClient();
    }
  }
}
