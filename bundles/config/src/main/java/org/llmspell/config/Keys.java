package org.llmspell.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All settings that are known: the table {@code keys.txt}, and what bundles say in their metatypes,
 * which comes first. Read when there is something to look up, so a start without settings does
 * without. Immutable.
 */
final class Keys {
  private final List<Key> all;
  private final Node root = new Node();

  /** A part of names: what may follow, and the key that ends here. */
  static final class Node {
    private final Map<String, Node> children = new LinkedHashMap<>();
    private @Nullable Key key;

    Optional<Key> key() {
      return Optional.ofNullable(key);
    }

    /** Whether names go on from here. */
    boolean isSection() {
      return !children.isEmpty();
    }

    /** Whether everything below is allowed. */
    boolean isOpen() {
      return children.containsKey("**");
    }

    /** The names that may follow, without stars. */
    List<String> names() {
      return children.keySet().stream().filter(name -> !name.startsWith("*")).toList();
    }

    Optional<Node> find(String name) {
      Node found = children.get(name);
      return Optional.ofNullable(found != null ? found : children.get("*"));
    }
  }

  private Keys(List<Key> all) {
    this.all = List.copyOf(all);
    for (Key key : all) {
      Node node = root;
      for (String part : key.path()) {
        node = node.children.computeIfAbsent(part, _ -> new Node());
      }
      node.key = key;
    }
  }

  /** What the table says. */
  static Keys ofTable() {
    return new Keys(table());
  }

  private static List<Key> table() {
    try (InputStream in =
            Objects.requireNonNull(Keys.class.getResourceAsStream("keys.txt"), "keys.txt");
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Key::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With what bundles say about the PIDs of our sections. */
  Keys with(Metatype metatype) {
    Map<String, Key> merged = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (Key key : all) {
      merged.put(key.name(), key);
      names.put(Metatype.folded(key.name()), key.name());
    }
    for (Sections.Row row : Sections.rows()) {
      for (Attribute attribute : metatype.attributes(row.pid())) {
        String key = row.section() + '.' + attribute.id().replace('.', '_');
        String name = names.getOrDefault(Metatype.folded(key), key);
        merged.put(name, described(name, attribute, merged.get(name)));
      }
    }
    return new Keys(new ArrayList<>(merged.values()));
  }

  private static Key described(String name, Attribute attribute, @Nullable Key ours) {
    String type =
        attribute.list()
            ? "texts"
            : !attribute.options().isEmpty()
                ? "one of " + String.join(" ", attribute.options())
                : switch (attribute.type()) {
                  case BOOLEAN -> "flag";
                  case DOUBLE, FLOAT -> ("real " + range(attribute)).strip();
                  case STRING, CHARACTER ->
                      ours != null && ours.type().equals("secret") ? "secret" : "text";
                  default -> ("whole " + range(attribute)).strip();
                };
    return new Key(
        name,
        ours != null && ours.type().equals("time") ? "time" : type,
        toml(attribute),
        ours == null ? List.of() : ours.variables(),
        attribute.description().isEmpty() && ours != null
            ? ours.description()
            : attribute.description());
  }

  private static String range(Attribute attribute) {
    return attribute.min().isEmpty() && attribute.max().isEmpty()
        ? ""
        : attribute.min() + ".." + attribute.max();
  }

  private static String toml(Attribute attribute) {
    String text = attribute.byDefault();
    if (attribute.list()) {
      return text.isEmpty()
          ? "[]"
          : Toml.write(List.of(text.split(",")).stream().map(String::strip).toList());
    }
    return switch (attribute.type()) {
      case STRING, CHARACTER -> Toml.write(text);
      default -> text;
    };
  }

  List<Key> all() {
    return all;
  }

  Node root() {
    return root;
  }

  /** The key that a setting belongs to. */
  Optional<Key> find(List<String> path) {
    Node node = root;
    for (String part : path) {
      Optional<Node> next = node.find(part);
      if (next.isEmpty()) {
        return Optional.ofNullable(node.children.get("**")).flatMap(Node::key);
      }
      node = next.get();
    }
    return node.key();
  }
}
