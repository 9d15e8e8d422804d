package org.llmspell.agents.life;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;

/**
 * Reads what models cost from the settings: {@code providers.<name>.prices.<model>} with {@code
 * input} and {@code output} for a million tokens. Nothing is known about a model that is not there.
 */
public final class Prices {
  private Prices() {}

  /** The price of a model; null when the settings do not have it. */
  public static @Nullable Price of(Settings settings, ModelName model) {
    Price found = in(settings.values().get("providers"), model);
    return found != null || !(settings.values().get("providers") instanceof Map<?, ?> section)
        ? found
        : in(section.get("providers"), model);
  }

  private static @Nullable Price in(@Nullable Object providers, ModelName model) {
    if (providers instanceof Map<?, ?> all
        && all.get(model.provider()) instanceof Map<?, ?> provider
        && provider.get("prices") instanceof Map<?, ?> prices
        && prices.get(model.model()) instanceof Map<?, ?> price) {
      return new Price(number(price, "input", model), number(price, "output", model));
    }
    return null;
  }

  private static double number(Map<?, ?> price, String key, ModelName model) {
    if (price.get(key) instanceof Number number && number.doubleValue() >= 0) {
      return number.doubleValue();
    }
    throw SpellException.configuration(
        "Setting 'providers.%s.prices.%s.%s' is '%s' but must be a number, 0 or more"
            .formatted(model.provider(), model.model(), key, price.get(key)),
        null);
  }
}
