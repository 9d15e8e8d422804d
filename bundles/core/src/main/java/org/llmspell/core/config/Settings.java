package org.llmspell.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Merged settings: nested plain values, read by dotted key such as {@code
 * runtime.security.max_memory_bytes}. Immutable.
 *
 * @param values the top-level sections
 */
public record Settings(Map<String, @Nullable Object> values) {

  /** No settings: all defaults. */
  public static final Settings NONE = new Settings(Map.of());

  /** The value of a dotted key. */
  public Optional<Object> get(String key) {
    Object value = values;
    for (String part : key.split("\\.")) {
      if (!(value instanceof Map<?, ?> section)) {
        return Optional.empty();
      }
      value = section.get(part);
    }
    return Optional.ofNullable(value);
  }

  /**
   * The text of a dotted key.
   *
   * @throws SpellException of kind Configuration when it is no text
   */
  public Optional<String> text(String key) {
    return get(key).map(value -> expect(key, value, String.class, "text"));
  }

  /**
   * The whole number of a dotted key.
   *
   * @throws SpellException of kind Configuration when it is no number
   */
  public Optional<Long> number(String key) {
    return get(key).map(value -> expect(key, value, Number.class, "a number").longValue());
  }

  /**
   * The truth value of a dotted key.
   *
   * @throws SpellException of kind Configuration when it is neither true nor false
   */
  public Optional<Boolean> flag(String key) {
    return get(key).map(value -> expect(key, value, Boolean.class, "true or false"));
  }

  /**
   * The list of texts of a dotted key.
   *
   * @throws SpellException of kind Configuration when it is no list of texts
   */
  public List<String> texts(String key) {
    Object value = get(key).orElse(List.of());
    if (!(value instanceof List<?> list)) {
      throw refusal(key, value, "a list of texts");
    }
    return list.stream().map(item -> expect(key, item, String.class, "a list of texts")).toList();
  }

  private static <T> T expect(String key, @Nullable Object value, Class<T> type, String wanted) {
    if (!type.isInstance(value)) {
      throw refusal(key, value, wanted);
    }
    return type.cast(value);
  }

  private static SpellException refusal(String key, @Nullable Object value, String wanted) {
    return SpellException.configuration(
        "Setting '%s' is '%s' but must be %s".formatted(key, value, wanted), null);
  }
}
