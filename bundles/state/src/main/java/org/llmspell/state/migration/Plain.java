package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Reads one map of plain values, from a file or a script; errors name the place in it.
 *
 * @param where the place, for messages
 * @param map the values
 */
record Plain(String where, Map<String, @Nullable Object> map) {

  /** The map at a key of this one; empty when it is missing. */
  Plain section(String key) {
    Object value = map.get(key);
    return value == null ? new Plain(at(key), Map.of()) : of(at(key), value);
  }

  /** A value that must be a map. */
  @SuppressWarnings("unchecked") // maps of plain values have text keys
  static Plain of(String where, @Nullable Object value) {
    if (value instanceof List<?> list && list.isEmpty()) {
      return new Plain(where, Map.of());
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw SpellException.validation(
          where, "%s must be a table, not %s".formatted(where, FieldTypes.of(value)));
    }
    return new Plain(where, (Map<String, @Nullable Object>) map);
  }

  boolean has(String key) {
    return map.get(key) != null;
  }

  @Nullable Object get(String key) {
    return map.get(key);
  }

  String text(String key) {
    if (map.get(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong(key, "a text");
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    Object value = map.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, "true or false");
  }

  /** A list of texts; one text is a list too. */
  List<String> texts(String key) {
    Object value = map.get(key);
    if (value instanceof String text) {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    for (Object item : list(key)) {
      if (!(item instanceof String text)) {
        throw wrong(key, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  List<? extends @Nullable Object> list(String key) {
    Object value = map.get(key);
    // An empty table of a script arrives as a map.
    if (value == null || value instanceof Map<?, ?> m && m.isEmpty()) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list");
  }

  String at(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  /** The first of some keys that is there, else the first. */
  String any(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        return key;
      }
    }
    return keys[0];
  }

  /**
   * Refuses keys that mean nothing, which are typing errors as a rule.
   *
   * @throws SpellException of kind Validation
   */
  void allow(List<String> keys) {
    for (String key : map.keySet()) {
      if (!keys.contains(key)) {
        throw SpellException.validation(
            at(key), "%s is not known; use %s".formatted(at(key), String.join(", ", keys)));
      }
    }
  }

  private SpellException wrong(String key, String wanted) {
    Object value = map.get(key);
    return SpellException.validation(
        at(key),
        value == null
            ? "%s is missing; it must be %s".formatted(at(key), wanted)
            : "%s is '%s' but must be %s".formatted(at(key), FieldTypes.shown(value), wanted));
  }

  /** A map with its values in the order in which they are given. */
  static Map<String, @Nullable Object> table(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}
