package org.llmspell.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds values that can not leave a plugin: only JSON-like ones can. */
final class PlainValues {
  private PlainValues() {}

  /** What is wrong with a value and where; empty when all is well. */
  static Optional<String> problem(@Nullable Object value, String path) {
    return switch (value) {
      case null -> Optional.empty();
      case String _, Boolean _, Integer _, Long _, Float _, Double _ -> Optional.empty();
      case List<?> list ->
          first(
              IntStream.range(0, list.size())
                  .mapToObj(i -> problem(list.get(i), path + "[" + i + "]")));
      case Map<?, ?> map ->
          first(map.entrySet().stream().map(entry -> member(entry.getKey(), entry, path)));
      default ->
          Optional.of(
              "%s is a %s; use text, numbers, booleans, lists and maps"
                  .formatted(path, value.getClass().getSimpleName()));
    };
  }

  private static Optional<String> member(@Nullable Object key, Map.Entry<?, ?> entry, String path) {
    return key instanceof String
        ? problem(entry.getValue(), path + "." + key)
        : Optional.of("%s has the key %s, which is no text".formatted(path, key));
  }

  private static Optional<String> first(Stream<Optional<String>> problems) {
    return problems.flatMap(Optional::stream).findFirst();
  }
}
