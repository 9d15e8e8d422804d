package org.llmspell.benchmarks.turn;

import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An AI service of LangChain4j that streams. */
final class LangChainStream implements FirstPiece {

  /** What the peer makes of an interface. */
  interface Assistant {
    TokenStream chat(String text);
  }

  private final Assistant assistant;

  LangChainStream(String baseUrl) {
    var model =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("none")
            .modelName("adding")
            .httpClientBuilder(new JdkHttpClientBuilder())
            .build();
    assistant = AiServices.builder(Assistant.class).streamingChatModel(model).build();
  }

  @Override
  public long at() throws Exception {
    var first = new AtomicLong();
    var end = new CompletableFuture<String>();
    assistant
        .chat(Turn.QUESTION)
        .onPartialResponse(_ -> first.compareAndSet(0, System.nanoTime()))
        .onCompleteResponse(reply -> end.complete(reply.aiMessage().text()))
        .onError(end::completeExceptionally)
        .start();
    end.get(10, TimeUnit.SECONDS);
    return first.get();
  }

  @Override
  public void close() {
    // Its HTTP client can not be closed.
  }
}
