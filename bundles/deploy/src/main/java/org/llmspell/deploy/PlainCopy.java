package org.llmspell.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Copies plain values, so that nothing of the classes of an old version lives on in a new one. */
final class PlainCopy {
  private static final int MAX_DEPTH = 100;

  private PlainCopy() {}

  static Map<String, @Nullable Object> of(Map<?, ?> map) {
    return copy(map, "", 0);
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map, String path, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      String name = String.valueOf(key);
      copy.put(name, value(value, path.isEmpty() ? name : path + "." + name, depth + 1));
    });
    return copy;
  }

  private static @Nullable Object value(@Nullable Object value, String path, int depth) {
    if (depth > MAX_DEPTH) {
      throw SpellException.validation(
          path, "the state at '%s' is nested deeper than %d".formatted(path, MAX_DEPTH));
    }
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean flag -> flag;
      case Long number -> number;
      case Double number -> number;
      case Integer number -> number.longValue();
      case Float number -> number.doubleValue();
      case Map<?, ?> map -> copy(map, path, depth);
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(value(item, path + "[]", depth + 1)));
        yield copy;
      }
      default ->
          throw SpellException.validation(
              path,
              "the state at '%s' is no plain value but a %s"
                  .formatted(path, value.getClass().getSimpleName()));
    };
  }
}
