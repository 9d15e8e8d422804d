package org.llmspell.providers.gemini;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.providers.langchain4j.Family;
import org.llmspell.providers.langchain4j.Options;

/** The language of Gemini. */
final class GeminiFamily implements Family {
  static final String URL = "https://generativelanguage.googleapis.com/v1beta";

  @Override
  public String baseUrl() {
    return URL;
  }

  @Override
  public String path() {
    return "/v1beta";
  }

  @Override
  public ModelCapabilities capabilities(String model) {
    boolean old = model.startsWith("gemini-1.0");
    return new ModelCapabilities(true, true, true, true, old ? 32_768 : 1_048_576, null);
  }

  @Override
  public ChatModel chat(Setup setup) {
    var options = new Options(setup.settings());
    return GoogleAiGeminiChatModel.builder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.keyOrNone())
        .modelName(setup.model())
        .topP(options.real("top_p"))
        .topK(options.whole("top_k"))
        .seed(options.whole("seed"))
        .returnThinking(true)
        .sendThinking(true)
        .maxRetries(0)
        .timeout(setup.settings().timeout())
        .build();
  }

  @Override
  public StreamingChatModel streaming(Setup setup) {
    var options = new Options(setup.settings());
    return GoogleAiGeminiStreamingChatModel.builder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.keyOrNone())
        .modelName(setup.model())
        .topP(options.real("top_p"))
        .topK(options.whole("top_k"))
        .seed(options.whole("seed"))
        .returnThinking(true)
        .sendThinking(true)
        .timeout(setup.settings().timeout())
        .build();
  }
}
