package org.llmspell.hooks.builtin;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The configuration of a built-in hook, read key by key. A wrong value, and a key that nobody has
 * asked for, are errors that name the key. Not safe to share between threads.
 */
final class Options {
  private final String hook;
  private final Map<String, ? extends @Nullable Object> values;
  private final Set<String> known = new HashSet<>();

  Options(String hook, Map<String, ? extends @Nullable Object> values) {
    this.hook = hook;
    this.values = values;
  }

  /** Refuses keys that nobody has asked for. */
  void end() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw SpellException.configuration(
            "Unknown setting '%s' of hook %s. Known settings: %s"
                .formatted(key, hook, String.join(", ", new TreeSet<>(known))),
            null);
      }
    }
  }

  private @Nullable Object value(String key) {
    known.add(key);
    return values.get(key);
  }

  private SpellException wrong(String key, @Nullable Object value, String wanted) {
    return SpellException.configuration(
        "Setting '%s' of hook %s is '%s' but must be %s".formatted(key, hook, value, wanted), null);
  }

  boolean flag(String key, boolean otherwise) {
    return switch (value(key)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      case Object value -> throw wrong(key, value, "true or false");
    };
  }

  double decimal(String key, double otherwise, double min) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Number number) || !(number.doubleValue() >= min)) {
      throw wrong(key, value, "a number of %s or more".formatted(min));
    }
    return number.doubleValue();
  }

  int number(String key, int otherwise, int min) {
    return (int) Math.min(decimal(key, otherwise, min), Integer.MAX_VALUE);
  }

  Duration millis(String key, long otherwise) {
    return Duration.ofMillis((long) decimal(key, otherwise, 0));
  }

  Duration seconds(String key, double otherwise) {
    return Duration.ofNanos((long) (1e9 * decimal(key, otherwise, 0)));
  }

  String text(String key, String otherwise) {
    return switch (value(key)) {
      case null -> otherwise;
      case String text -> text;
      case Object value -> throw wrong(key, value, "a text");
    };
  }

  List<String> texts(String key, List<String> otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(key, value, "a list of texts");
    }
    return list.stream().map(String::valueOf).toList();
  }

  Map<?, ?> table(String key) {
    return switch (value(key)) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      case List<?> none when none.isEmpty() -> Map.of();
      case Object value -> throw wrong(key, value, "a table");
    };
  }

  /** One of the names of an enum, in any case, with or without {@code _}. */
  <E extends Enum<E>> E choice(String key, E otherwise) {
    String text = text(key, otherwise.name());
    Class<E> type = otherwise.getDeclaringClass();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().replace("_", "").equalsIgnoreCase(text.replace("_", ""))) {
        return constant;
      }
    }
    throw wrong(
        key, text, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
  }
}
