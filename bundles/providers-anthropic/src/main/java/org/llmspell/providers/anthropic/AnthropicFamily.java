package org.llmspell.providers.anthropic;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.providers.langchain4j.Family;
import org.llmspell.providers.langchain4j.Options;

/** The language of Anthropic's messages. */
final class AnthropicFamily implements Family {
  static final String URL = "https://api.anthropic.com/v1";

  /** The vendor wants to be told. */
  private static final int MAX_TOKENS = 4_096;

  private static final String VERSION = "2023-06-01";

  @Override
  public String baseUrl() {
    return URL;
  }

  @Override
  public String path() {
    return "/v1";
  }

  @Override
  public boolean jsonMode() {
    return false;
  }

  @Override
  public ModelCapabilities capabilities(String model) {
    boolean old = model.startsWith("claude-2") || model.startsWith("claude-instant");
    return new ModelCapabilities(true, !old, !old, true, old ? 100_000 : 200_000, null);
  }

  @Override
  public ChatModel chat(Setup setup) {
    var options = new Options(setup.settings());
    return new AnthropicChatModel.AnthropicChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.keyOrNone())
        .version(options.text("version").orElse(VERSION))
        .beta(options.text("beta").orElse(null))
        .modelName(setup.model())
        .maxTokens(MAX_TOKENS)
        .maxRetries(0)
        .timeout(setup.settings().timeout())
        .customParameters(options.rest("version", "beta", "models"))
        .build();
  }

  @Override
  public StreamingChatModel streaming(Setup setup) {
    var options = new Options(setup.settings());
    return new AnthropicStreamingChatModel.AnthropicStreamingChatModelBuilder()
        .httpClientBuilder(setup.http())
        .baseUrl(setup.baseUrl())
        .apiKey(setup.keyOrNone())
        .version(options.text("version").orElse(VERSION))
        .beta(options.text("beta").orElse(null))
        .modelName(setup.model())
        .maxTokens(MAX_TOKENS)
        .timeout(setup.settings().timeout())
        .customParameters(options.rest("version", "beta", "models"))
        .build();
  }
}
