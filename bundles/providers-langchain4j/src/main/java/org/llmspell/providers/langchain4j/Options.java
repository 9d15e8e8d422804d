package org.llmspell.providers.langchain4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelSettings;

/**
 * The further settings of a model, as the vendor names them.
 *
 * @param settings where they come from
 */
public record Options(ModelSettings settings) {

  /** A text; empty when it is not set. */
  public Optional<String> text(String key) {
    return settings.text(key);
  }

  /** A number; null when it is not set. */
  public @Nullable Double real(String key) {
    return settings.extra().get(key) instanceof Number number ? number.doubleValue() : null;
  }

  /** A whole number; null when it is not set. */
  public @Nullable Integer whole(String key) {
    return settings.extra().get(key) instanceof Number number ? number.intValue() : null;
  }

  /** All but those named, to be sent as they are. */
  public Map<String, Object> rest(String... used) {
    Map<String, Object> rest = new HashMap<>();
    List<String> known = List.of(used);
    settings
        .extra()
        .forEach((key, value) -> {
          if (value != null && !known.contains(key)) {
            rest.put(key, value);
          }
        });
    return rest;
  }

  /** What is said of the longest beginning of a model's name; null for nothing. */
  public static @Nullable Integer longest(Map<String, Integer> byBeginning, String model) {
    return byBeginning.entrySet().stream()
        .filter(entry -> model.startsWith(entry.getKey()))
        .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(null);
  }
}
