package org.llmspell.hooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.replay.ReplayConfig.Modification;

/** Changes a copy of plain values at paths such as {@code data.items.0.name}. */
final class Modifications {
  private Modifications() {}

  static Map<String, @Nullable Object> apply(
      Map<String, @Nullable Object> values, List<Modification> changes) {
    Map<String, @Nullable Object> copy = copy(values);
    for (Modification change : changes) {
      set(copy, change);
    }
    return copy;
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), copyValue(value)));
    return copy;
  }

  private static @Nullable Object copyValue(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> copy(map);
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(copyValue(item)));
        yield items;
      }
      case null, default -> value;
    };
  }

  @SuppressWarnings("unchecked") // copies made above
  private static void set(Map<String, @Nullable Object> root, Modification change) {
    String[] steps = change.path().split("\\.");
    Object place = root;
    for (int i = 0; i < steps.length; i++) {
      boolean last = i == steps.length - 1;
      switch (place) {
        case Map<?, ?> map -> {
          var entries = (Map<String, @Nullable Object>) map;
          if (last) {
            entries.put(steps[i], change.value());
          } else {
            place =
                entries.get(steps[i]) == null
                    ? entries.compute(steps[i], (_, _) -> new LinkedHashMap<>())
                    : entries.get(steps[i]);
          }
        }
        case List<?> list -> {
          var items = (List<@Nullable Object>) list;
          int index = index(change, steps[i], items.size());
          if (last) {
            items.set(index, change.value());
          } else {
            place = items.get(index);
          }
        }
        case null, default ->
            throw wrong(change, "'%s' is in no object or array".formatted(steps[i]));
      }
    }
  }

  private static int index(Modification change, String step, int size) {
    if (!step.matches("\\d{1,9}") || Integer.parseInt(step) >= size) {
      throw wrong(change, "'%s' must be an index from 0 to %d".formatted(step, size - 1));
    }
    return Integer.parseInt(step);
  }

  private static SpellException wrong(Modification change, String why) {
    return SpellException.validation(
        "path", "The modification at '%s' can not be made: %s".formatted(change.path(), why));
  }
}
