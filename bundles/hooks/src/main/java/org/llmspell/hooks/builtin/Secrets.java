package org.llmspell.hooks.builtin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows by its name whether a value is secret. */
final class Secrets {
  static final String MASK = "[MASKED]";
  static final List<String> KEYS =
      List.of("password", "token", "key", "secret", "api_key", "auth", "authorization");

  private Secrets() {}

  /** Whether a name has one of the words in it as a word of its own: api_key, but not monkey. */
  static boolean isSecret(String name, List<String> words) {
    String folded =
        "_"
            + name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .toLowerCase(Locale.ROOT)
            + "_";
    return words.stream().anyMatch(word -> folded.contains("_" + word + "_"));
  }

  /** A copy in which secret values are masked, at every depth. */
  static Map<String, @Nullable Object> masked(Map<?, ?> data) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    data.forEach((key, value) -> {
      String name = String.valueOf(key);
      copy.put(name, isSecret(name, KEYS) ? MASK : maskedValue(value));
    });
    return copy;
  }

  private static @Nullable Object maskedValue(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> masked(map);
      case List<?> list ->
          list.stream().map(item -> (Object) String.valueOf(maskedValue(item))).toList();
      case null, default -> value;
    };
  }
}
