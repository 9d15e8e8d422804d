package org.llmspell.agents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The fields of a table, read with errors that name their path.
 *
 * @param path what goes before the names
 * @param values the table
 */
record Fields(String path, Map<String, ? extends @Nullable Object> values) {

  @Nullable Object value(String name) {
    return values.get(name);
  }

  /** Refuses a field that is nearly the name of a known one; others are nobody's business. */
  void refuseTypos(Collection<String> known, int shortest) {
    for (String name : values.keySet()) {
      if (name.length() >= shortest && !known.contains(name)) {
        Names.nearest(name, known)
            .filter(other -> Math.abs(other.length() - name.length()) <= 2)
            .ifPresent(other -> {
              throw SpellException.validation(
                  path + name,
                  "Unknown field '%s%s'; did you mean '%s%s'?".formatted(path, name, path, other));
            });
      }
    }
  }

  Optional<String> text(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw wrong(name, value, "a string");
    }
    return Optional.of(text);
  }

  Optional<Double> number(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Number number)) {
      throw wrong(name, value, "a number");
    }
    return Optional.of(number.doubleValue());
  }

  Optional<Integer> whole(String name) {
    return number(name)
        .map(number -> {
          if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw wrong(name, number, "a whole number");
          }
          return number.intValue();
        });
  }

  /**
   * An array of texts; an empty table counts as one, because scripts have one notation for both.
   */
  Optional<List<String>> texts(String name) {
    Object value = values.get(name);
    return switch (value) {
      case null -> Optional.empty();
      case String one -> Optional.of(List.of(one));
      case Map<?, ?> map when map.isEmpty() -> Optional.of(List.of());
      case List<?> list -> {
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
          if (!(item instanceof String text)) {
            throw wrong("%s[%d]".formatted(name, texts.size() + 1), item, "a string");
          }
          texts.add(text);
        }
        yield Optional.of(texts);
      }
      default -> throw wrong(name, value, "an array of strings");
    };
  }

  Optional<Map<String, @Nullable Object>> table(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof List<?> list && list.isEmpty()) {
      return Optional.empty();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(name, value, "a table with named fields");
    }
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    map.forEach((key, item) -> table.put(String.valueOf(key), item));
    return Optional.of(table);
  }

  private SpellException wrong(String name, @Nullable Object value, String wanted) {
    boolean secret = name.contains("key");
    return SpellException.validation(
        path + name,
        "'%s%s' is %s but must be %s"
            .formatted(path, name, secret ? "hidden" : shown(value), wanted));
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "nil";
      case String text -> "'" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "'";
      case Map<?, ?> _ -> "a table";
      case List<?> _ -> "an array";
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> "something else";
    };
  }
}
