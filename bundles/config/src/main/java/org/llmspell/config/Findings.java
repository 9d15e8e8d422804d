package org.llmspell.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.config.Keys.Node;

/**
 * What is to be said about settings.
 *
 * @param errors values of a wrong type or out of their bounds
 * @param warnings settings that nobody knows; of a section that nobody knows, only the section
 */
record Findings(List<String> errors, List<String> warnings) {

  /** Copies the lists. */
  Findings {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /**
   * Looks at all layers.
   *
   * @param more what bundles know besides; asked for only when something is not known
   */
  static Findings of(Layers layers, Keys keys, Supplier<Keys> more) {
    Findings found = look(layers, keys);
    return found.errors.isEmpty() && found.warnings.isEmpty() ? found : look(layers, more.get());
  }

  private static Findings look(Layers layers, Keys keys) {
    var walk = new Walk(keys, new ArrayList<>(), new ArrayList<>());
    for (Layer layer : layers.all()) {
      walk.table(layer, keys.root(), List.of(), layer.values());
    }
    return new Findings(walk.errors, walk.warnings);
  }

  private record Walk(Keys keys, List<String> errors, List<String> warnings) {

    void table(Layer layer, Node node, List<String> path, Map<?, ?> table) {
      table.forEach((name, value) -> {
        String part = String.valueOf(name);
        List<String> inner = KeyPath.append(path, part);
        Optional<Node> next = node.find(part);
        if (next.isPresent()) {
          setting(layer, next.get(), inner, value);
        } else if (!node.isOpen()) {
          warnings.add(
              "%s: unknown setting '%s' is ignored%s"
                  .formatted(
                      layer.places().apply(inner).name(),
                      KeyPath.text(inner),
                      suggestion(node, path, part)));
        }
      });
    }

    private void setting(Layer layer, Node node, List<String> path, @Nullable Object value) {
      if (value instanceof Map<?, ?> table && node.isSection()) {
        table(layer, node, path, table);
        return;
      }
      Optional<String> wanted =
          node.key().isPresent() ? node.key().get().refusal(value) : Optional.of("a section");
      wanted.ifPresent(text ->
          errors.add(
              Problems.wrong(KeyPath.text(path), value, text, layer.places().apply(path).value())));
    }

    private String suggestion(Node node, List<String> path, String part) {
      return Nearest.of(part, node.names())
          .map(name -> KeyPath.text(KeyPath.append(path, name)))
          .or(() -> elsewhere(part))
          .map("; did you mean '%s'?"::formatted)
          .orElse("");
    }

    /** A setting of that very name in another section. */
    private Optional<String> elsewhere(String part) {
      return keys.all().stream()
          .filter(key -> !key.isPattern())
          .map(Key::name)
          .filter(name -> name.endsWith("." + part))
          .findFirst();
    }
  }
}
