package org.llmspell.workflows.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.EditDistance;
import org.llmspell.core.error.SpellException;

/**
 * A table of a workflow's form with its place, for messages such as {@code steps[2].tool}.
 *
 * @param values the table
 * @param path its place; empty for the whole form
 * @param ignored the places of keys that nobody knows, for all tables of the form
 */
record Form(Map<String, @Nullable Object> values, String path, List<String> ignored) {
  private static final int LONG = 8;

  /**
   * Looks for keys that are unknown. One that is near to a known one is an error, the others are
   * noted: scripts keep notes of their own in such tables.
   */
  void check(Collection<String> known) {
    for (String key : values.keySet()) {
      if (known.contains(key)) {
        continue;
      }
      known.stream()
          .filter(one -> EditDistance.between(key, one) <= (one.length() < LONG ? 1 : 2))
          .findFirst()
          .ifPresent(one -> {
            throw wrong(key, "is unknown; did you mean '%s'?".formatted(one));
          });
      ignored.add(at(key));
    }
  }

  /** The functions of keys that are told how it goes. */
  Map<String, Callback> callbacks(List<String> keys) {
    Map<String, Callback> callbacks = new LinkedHashMap<>();
    for (String key : keys) {
      Object value = values.get(key);
      if (value instanceof Callback callback) {
        callbacks.put(key, callback);
      } else if (value != null) {
        throw mismatch(key, value, "a function");
      }
    }
    return callbacks;
  }

  /** The place of a key. */
  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** An error about a key. */
  SpellException wrong(String key, String what) {
    return SpellException.validation(at(key), "%s: %s".formatted(at(key), what));
  }

  private SpellException mismatch(String key, @Nullable Object value, String wanted) {
    return wrong(key, "must be %s, not %s".formatted(wanted, Shown.of(value)));
  }

  boolean has(String key) {
    return values.get(key) != null;
  }

  /** The first of some keys that is there, or the first one. */
  String either(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        return key;
      }
    }
    return keys[0];
  }

  Optional<String> text(String key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw mismatch(key, value, "text");
  }

  String needed(String key, String why) {
    return text(key)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> wrong(key, "is missing; " + why));
  }

  long number(String key, long byDefault, long min, long max) {
    Object value = values.get(key);
    if (value == null) {
      return byDefault;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.longValue()
        && number.longValue() >= min
        && number.longValue() <= max) {
      return number.longValue();
    }
    throw mismatch(
        key,
        value,
        max == Long.MAX_VALUE
            ? "a whole number of %d or more".formatted(min)
            : "a whole number from %d to %d".formatted(min, max));
  }

  boolean flag(String key, boolean byDefault) {
    Object value = values.get(key);
    if (value == null) {
      return byDefault;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw mismatch(key, value, "true or false");
  }

  /** The items of a list; those of an empty table too. */
  List<@Nullable Object> list(String key) {
    Object value = values.get(key);
    return switch (value) {
      case null -> List.of();
      case List<?> list -> new ArrayList<>(list);
      case Map<?, ?> map when map.isEmpty() -> List.of();
      default -> throw mismatch(key, value, "a list");
    };
  }

  /** The tables of a list; a table by itself is a list of one. */
  List<Form> forms(String key) {
    if (values.get(key) instanceof Map<?, ?> map && !map.isEmpty()) {
      return List.of(form(key));
    }
    List<Form> forms = new ArrayList<>();
    List<@Nullable Object> items = list(key);
    for (int i = 0; i < items.size(); i++) {
      String name = "%s[%d]".formatted(key, i + 1);
      forms.add(of(items.get(i), name));
    }
    return forms;
  }

  /** The table of a key. */
  Form form(String key) {
    return of(values.get(key), key);
  }

  @SuppressWarnings("unchecked") // plain tables have text keys
  private Form of(@Nullable Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return new Form((Map<String, @Nullable Object>) map, at(name), ignored);
    }
    throw mismatch(name, value, "a table");
  }
}
