package org.llmspell.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of settings: parts, written with dots between them as in TOML. */
final class KeyPath {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_*-]+");

  private KeyPath() {}

  /** The parts of a dotted name; a part in double quotes may have dots, and escapes, in it. */
  static List<String> parse(String text) {
    List<String> parts = new ArrayList<>();
    var part = new StringBuilder();
    int opened = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (opened >= 0) {
        if (c == '\\') {
          i++; // whatever it is, it does not end the part
        } else if (c == '"') {
          part.append(TomlPositions.unescape(text.substring(opened, i)));
          opened = -1;
        }
      } else if (c == '"') {
        opened = i + 1;
      } else if (c == '.') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part + (opened < 0 ? "" : text.substring(opened)));
    return parts;
  }

  /** The name of parts. */
  static String text(List<String> parts) {
    return parts.stream().map(KeyPath::part).collect(Collectors.joining("."));
  }

  /** One part as it is written. */
  static String part(String part) {
    return BARE.matcher(part).matches() ? part : Toml.quoted(part);
  }

  static List<String> append(List<String> parts, String part) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(part);
    return List.copyOf(longer);
  }

  /** The value in nested tables. */
  static Optional<Object> find(Map<?, ?> values, List<String> path) {
    @Nullable Object value = values;
    for (String part : path) {
      value = value instanceof Map<?, ?> table ? table.get(part) : null;
    }
    return Optional.ofNullable(value);
  }
}
