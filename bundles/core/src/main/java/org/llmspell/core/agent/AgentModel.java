package org.llmspell.core.agent;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;

/**
 * The language model of an agent.
 *
 * @param name the model
 * @param temperature how freely it answers, 0 for not at all; null for the vendor's default
 * @param maxTokens the longest answer, in tokens; null for the default
 * @param options what is to be different from the operator's settings; its key is closed with the
 *     agent
 */
public record AgentModel(
    ModelName name,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    ModelOptions options) {

  /**
   * Refuses numbers that make no sense.
   *
   * @throws SpellException of kind Validation that names the field
   */
  public AgentModel {
    if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
      throw SpellException.validation(
          "temperature", "'temperature' is %s but must be within 0..2".formatted(temperature));
    }
    if (maxTokens != null && maxTokens <= 0) {
      throw SpellException.validation(
          "max_tokens", "'max_tokens' is %d but must be above 0".formatted(maxTokens));
    }
  }

  /** A model with temperature 0.7, up to 2000 tokens, and the operator's settings. */
  public static AgentModel of(ModelName name) {
    return new AgentModel(
        name,
        AgentConfig.DEFAULT.temperature(),
        AgentConfig.DEFAULT.maxTokens(),
        ModelOptions.NONE);
  }
}
