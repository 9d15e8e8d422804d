package org.llmspell.core.model;

import java.util.Locale;
import org.llmspell.core.error.SpellException;

/**
 * The full name of a model, written {@code provider/model}.
 *
 * @param provider the provider, in lower case
 * @param model the model as the provider names it; it may have slashes in it
 */
public record ModelName(String provider, String model) {

  /** Puts the provider into lower case. */
  public ModelName {
    provider = provider.strip().toLowerCase(Locale.ROOT);
    model = model.strip();
    if (provider.isEmpty() || model.isEmpty()) {
      throw SpellException.configuration(
          "Model '%s/%s' is not complete: write it as provider/model, for example openai/gpt-4o"
              .formatted(provider, model),
          null);
    }
  }

  /**
   * Reads {@code provider/model}, split at the first slash. Without a slash all of it is the model.
   *
   * @param defaultProvider the provider of a model without one
   * @throws SpellException of kind Configuration when one of the two is empty
   */
  public static ModelName parse(String text, String defaultProvider) {
    String name = text.strip();
    if (name.isEmpty()) {
      throw SpellException.configuration(
          "The name of the model is empty: write it as provider/model, for example openai/gpt-4o",
          null);
    }
    int slash = name.indexOf('/');
    return slash < 0
        ? new ModelName(defaultProvider, name)
        : new ModelName(name.substring(0, slash), name.substring(slash + 1));
  }

  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
