package org.llmspell.workflows.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds where two definitions differ, as far as it matters for a run that goes on. */
final class Difference {
  /** What may change: it says how long and how often, not what is done. */
  private static final Set<String> FREE =
      Set.of(
          "description",
          "timeout_ms",
          "step_timeout_ms",
          "error_strategy",
          "idempotent",
          "checkpoint",
          "max_concurrency",
          "iteration_delay_ms");

  /** Below these, keys are those of the user. */
  private static final Pattern DATA = Pattern.compile("\\.(input|collection|expected)\\b");

  private static final int SHOWN = 60;

  private Difference() {}

  /** The first difference for people: its place, what was there, what is there now. */
  static Optional<String> first(@Nullable Object was, @Nullable Object is) {
    return first("", was, is);
  }

  private static Optional<String> first(String place, @Nullable Object was, @Nullable Object is) {
    if (was instanceof Map<?, ?> old && is instanceof Map<?, ?> now) {
      Set<String> keys = new TreeSet<>();
      old.keySet().forEach(key -> keys.add(String.valueOf(key)));
      now.keySet().forEach(key -> keys.add(String.valueOf(key)));
      boolean free = !DATA.matcher(place).find();
      return keys.stream()
          .filter(key -> !(free && FREE.contains(key)))
          .flatMap(key ->
              first(place.isEmpty() ? key : place + "." + key, old.get(key), now.get(key)).stream())
          .findFirst();
    }
    if (was instanceof List<?> old && is instanceof List<?> now) {
      for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
        Optional<String> found =
            first(
                "%s[%d]".formatted(place, i + 1),
                i < old.size() ? old.get(i) : null,
                i < now.size() ? now.get(i) : null);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    return same(was, is)
        ? Optional.empty()
        : Optional.of("%s was %s and is %s".formatted(place, shown(was), shown(is)));
  }

  private static boolean same(@Nullable Object was, @Nullable Object is) {
    return was instanceof Number a && is instanceof Number b
        ? a.longValue() == b.longValue() && a.doubleValue() == b.doubleValue()
        : Objects.equals(was, is);
  }

  private static String shown(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "not there";
          case String word -> "'" + word + "'";
          case Map<?, ?> map when map.get("name") != null -> "'" + map.get("name") + "'";
          default -> value.toString();
        };
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
