package org.llmspell.benchmarks.turn;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;

/** An AI service of LangChain4j, without memory. */
final class LangChainTurn implements Turn {

  /** What the peer makes of an interface. */
  interface Assistant {
    String chat(String text);
  }

  /** The tool. */
  static final class Adder {
    @Tool("Adds")
    long adder(long a, long b) {
      return a + b;
    }
  }

  private final Assistant assistant;

  LangChainTurn(String baseUrl) {
    var model =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl)
            .apiKey("none")
            .modelName("adding")
            .temperature(0.7)
            .maxRetries(0)
            .httpClientBuilder(new JdkHttpClientBuilder())
            .build();
    assistant = AiServices.builder(Assistant.class).chatModel(model).tools(new Adder()).build();
  }

  @Override
  public String once() {
    return assistant.chat(QUESTION);
  }

  @Override
  public void close() {
    // Its HTTP client can not be closed.
  }
}
