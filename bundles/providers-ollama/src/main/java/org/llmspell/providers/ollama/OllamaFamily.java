package org.llmspell.providers.ollama;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.providers.langchain4j.Family;
import org.llmspell.providers.langchain4j.Options;

/** The language of Ollama. */
final class OllamaFamily implements Family {
  static final String URL = "http://localhost:11434";

  @Override
  public String baseUrl() {
    return URL;
  }

  @Override
  public String path() {
    return "";
  }

  @Override
  public ModelCapabilities capabilities(String model) {
    return new ModelCapabilities(true, true, true, true, null, null);
  }

  /** Servers behind a gate want a key. */
  private static Map<String, String> headers(Setup setup) {
    return setup.apiKey() == null ? Map.of() : Map.of("Authorization", "Bearer " + setup.apiKey());
  }

  @Override
  public UnaryOperator<String> lines() {
    return new CallPerLine();
  }

  @Override
  public ChatModel chat(Setup setup) {
    var options = new Options(setup.settings());
    return new OllamaChatModel.OllamaChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .customHeaders(headers(setup))
        .modelName(setup.model())
        .numCtx(options.whole("num_ctx"))
        .seed(options.whole("seed"))
        .topP(options.real("top_p"))
        .topK(options.whole("top_k"))
        .maxRetries(0)
        .timeout(setup.settings().timeout())
        .build();
  }

  @Override
  public StreamingChatModel streaming(Setup setup) {
    var options = new Options(setup.settings());
    return new OllamaStreamingChatModel.OllamaStreamingChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .customHeaders(headers(setup))
        .modelName(setup.model())
        .numCtx(options.whole("num_ctx"))
        .seed(options.whole("seed"))
        .topP(options.real("top_p"))
        .topK(options.whole("top_k"))
        .timeout(setup.settings().timeout())
        .build();
  }
}
