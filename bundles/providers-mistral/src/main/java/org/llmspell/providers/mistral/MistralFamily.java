package org.llmspell.providers.mistral;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.langchain4j.model.mistralai.MistralAiStreamingChatModel;
import java.util.function.UnaryOperator;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.providers.langchain4j.Family;
import org.llmspell.providers.langchain4j.Options;

/** The language of Mistral. */
final class MistralFamily implements Family {
  static final String URL = "https://api.mistral.ai/v1";

  private static final int CONTEXT = 128_000;

  @Override
  public String baseUrl() {
    return URL;
  }

  @Override
  public String path() {
    return "/v1";
  }

  @Override
  public ModelCapabilities capabilities(String model) {
    return new ModelCapabilities(true, true, true, true, CONTEXT, null);
  }

  @Override
  public UnaryOperator<String> lines() {
    return new CallsAtTheEnd();
  }

  @Override
  public ChatModel chat(Setup setup) {
    var options = new Options(setup.settings());
    return new MistralAiChatModel.MistralAiChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.keyOrNone())
        .modelName(setup.model())
        .topP(options.real("top_p"))
        .randomSeed(options.whole("random_seed"))
        .maxRetries(0)
        .timeout(setup.settings().timeout())
        .build();
  }

  @Override
  public StreamingChatModel streaming(Setup setup) {
    var options = new Options(setup.settings());
    return new MistralAiStreamingChatModel.MistralAiStreamingChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.keyOrNone())
        .modelName(setup.model())
        .topP(options.real("top_p"))
        .randomSeed(options.whole("random_seed"))
        .timeout(setup.settings().timeout())
        .build();
  }
}
