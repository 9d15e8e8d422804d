package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one origin.
 *
 * @param origin for people: {@code project file}
 * @param source the file, or empty
 * @param places where each setting of it is
 */
record Layer(
    String origin,
    String source,
    Map<String, @Nullable Object> values,
    Function<List<String>, Place> places) {
  static final String DEFAULT = "default";
  static final String USER = "user file";
  static final String PROJECT = "project file";
  static final String NAMED = "file";
  static final String ENVIRONMENT = "environment";
  static final String COMMAND_LINE = "command line";
  static final String SCRIPT = "script";

  /** Where a setting is: its name, and its value. */
  record Place(String name, String value) {}

  /** The layer of a file. The positions are worked out when somebody asks for one. */
  static Layer of(String origin, TomlFile file) {
    var positions = new Lazy<>(file::positions);
    return new Layer(
        origin,
        file.file().toString(),
        file.values(),
        path -> {
          Position where = positions.get().getOrDefault(path, new Position(1, 1, 1));
          return new Place(file.file() + ", " + where.name(), file.file() + ", " + where.value());
        });
  }

  /** A layer whose settings each have a name of their own, such as a variable. */
  static Layer named(
      String origin, Map<String, @Nullable Object> values, Map<List<String>, String> names) {
    return new Layer(
        origin,
        "",
        values,
        path -> {
          String name = names.getOrDefault(path, origin);
          return new Place(name, name);
        });
  }

  /** The value of a setting. */
  Optional<Object> find(List<String> path) {
    return KeyPath.find(values, path);
  }

  /** All layers in one, the later ones over the earlier ones. Tables are merged. */
  static Map<String, @Nullable Object> merge(List<Layer> layers) {
    Map<String, @Nullable Object> merged = Tree.create();
    layers.forEach(layer -> merge(merged, layer.values));
    return merged;
  }

  @SuppressWarnings("unchecked") // tables have text keys, and those in merged were made here
  static void merge(Map<String, @Nullable Object> merged, Map<?, ?> over) {
    over.forEach((name, value) -> {
      String key = String.valueOf(name);
      if (value instanceof Map<?, ?> table) {
        Map<String, @Nullable Object> below =
            merged.get(key) instanceof Map<?, ?> there
                ? new LinkedHashMap<>((Map<String, @Nullable Object>) there)
                : Tree.create();
        merge(below, table);
        merged.put(key, below);
      } else {
        merged.put(key, value);
      }
    });
  }

  /** Something that is worked out once, when it is first wanted. Safe to share between threads. */
  private static final class Lazy<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    Lazy(Supplier<T> source) {
      this.source = source;
    }

    synchronized T get() {
      T known = value;
      if (known == null) {
        known = source.get();
        value = known;
      }
      return known;
    }
  }
}
