package org.llmspell.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All settings with the defaults below them, for showing. */
final class EffectiveSettings {
  private final Keys keys;
  private final Layers layers;

  EffectiveSettings(Keys keys, Layers layers) {
    this.keys = keys;
    this.layers = layers;
  }

  /**
   * A setting that has a value.
   *
   * @param origin the layer, or {@link Layer#DEFAULT}
   * @param place file, line and column, or a variable; empty for defaults
   */
  record Entry(List<String> path, Object value, String origin, String place) {

    String key() {
      return KeyPath.text(path);
    }

    /** The value without secrets. */
    @Nullable Object shown() {
      return Redaction.value(path.getLast(), value);
    }
  }

  /** All settings that have a value, by name. */
  List<Entry> entries() {
    Map<String, Entry> entries = new TreeMap<>();
    for (Key key : keys.all()) {
      if (!key.isPattern()) {
        key.defaultValue().ifPresent(value -> put(entries, key.path(), value, Layer.DEFAULT, ""));
      }
    }
    for (Layer layer : layers.all()) {
      collect(entries, layer, List.of(), layer.values());
    }
    return new ArrayList<>(entries.values());
  }

  private static void put(
      Map<String, Entry> entries, List<String> path, Object value, String origin, String place) {
    var entry = new Entry(path, value, origin, place);
    entries.put(entry.key(), entry);
  }

  private static void collect(
      Map<String, Entry> entries, Layer layer, List<String> prefix, Map<?, ?> table) {
    table.forEach((name, value) -> {
      List<String> path = KeyPath.append(prefix, String.valueOf(name));
      if (value instanceof Map<?, ?> inner) {
        collect(entries, layer, path, inner);
      } else if (value != null) {
        put(entries, path, value, layer.origin(), layer.places().apply(path).value());
      }
    });
  }

  /** The settings as nested tables, with secrets. */
  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = Tree.create();
    entries().forEach(entry -> Tree.set(tree, entry.path(), entry.value()));
    return tree;
  }

  /** The setting, or the section as nested tables; empty when there is no value. */
  Optional<Object> find(List<String> path) {
    return KeyPath.find(tree(), path);
  }
}
