package org.llmspell.providers.openai;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.providers.langchain4j.Family;
import org.llmspell.providers.langchain4j.Options;

/**
 * The language of OpenAI's chat completions.
 *
 * @param baseUrl where the vendor is reached; empty when the settings must say
 */
record OpenAiFamily(String baseUrl) implements Family {
  /** Context tokens by the beginning of a model's name, the longest that fits. */
  private static final Map<String, Integer> CONTEXT =
      Map.of(
          "gpt-3.5", 16_385,
          "gpt-4", 8_192,
          "gpt-4-turbo", 128_000,
          "gpt-4o", 128_000,
          "gpt-4.1", 1_047_576,
          "gpt-5", 400_000,
          "o1", 200_000,
          "o3", 200_000,
          "o4", 200_000);

  @Override
  public String path() {
    return "/v1";
  }

  @Override
  public ModelCapabilities capabilities(String model) {
    return new ModelCapabilities(true, true, true, true, Options.longest(CONTEXT, model), null);
  }

  @Override
  public ChatModel chat(Setup setup) {
    var options = new Options(setup.settings());
    return new OpenAiChatModel.OpenAiChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.apiKey())
        .organizationId(text(options, "organization"))
        .projectId(text(options, "project"))
        .modelName(setup.model())
        .maxRetries(0)
        .timeout(setup.settings().timeout())
        .customParameters(options.rest("organization", "project", "models"))
        .build();
  }

  @Override
  public StreamingChatModel streaming(Setup setup) {
    var options = new Options(setup.settings());
    return new OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.apiKey())
        .organizationId(text(options, "organization"))
        .projectId(text(options, "project"))
        .modelName(setup.model())
        .timeout(setup.settings().timeout())
        .customParameters(options.rest("organization", "project", "models"))
        .build();
  }

  private static @Nullable String text(Options options, String key) {
    return options.text(key).orElse(null);
  }
}
