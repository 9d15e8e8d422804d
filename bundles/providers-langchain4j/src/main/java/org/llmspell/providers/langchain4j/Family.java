package org.llmspell.providers.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelSettings;

/**
 * What is different from vendor to vendor: which classes of LangChain4j speak to it. Make a model
 * with {@code new ...Builder()}: the method {@code builder()} looks through the class path for
 * factories each time.
 */
public interface Family {

  /**
   * What a model is made with.
   *
   * @param settings the settings; the key in them is not to be used
   * @param baseUrl where the vendor is reached
   * @param apiKey what stands for the key; null when there is none
   * @param http makes the client that must be used
   */
  record Setup(
      ModelSettings settings, String baseUrl, @Nullable String apiKey, HttpClientBuilder http) {

    /** The model as the vendor names it. */
    public String model() {
      return settings.name().model();
    }

    /** The key, or a text in its place for clients that insist on one. */
    public String keyOrNone() {
      return apiKey == null ? "none" : apiKey;
    }

    @Override
    public String toString() {
      return "Setup[%s, %s]".formatted(settings.name(), baseUrl);
    }
  }

  /** The address that is used when the settings have none. */
  String baseUrl();

  /** What is put behind an address that has no path; empty for nothing. */
  String path();

  /** What a model can do. */
  ModelCapabilities capabilities(String model);

  /** Whether the vendor can be held to JSON without a schema; otherwise the model is asked. */
  default boolean jsonMode() {
    return true;
  }

  /**
   * What is read in place of each line of an answer in pieces, for vendors whose answers the client
   * does not understand in every form. A new one for each answer.
   */
  default UnaryOperator<String> lines() {
    return UnaryOperator.identity();
  }

  /** A model for whole answers; it must not repeat requests by itself. */
  ChatModel chat(Setup setup);

  /** A model for answers in pieces. */
  StreamingChatModel streaming(Setup setup);
}
