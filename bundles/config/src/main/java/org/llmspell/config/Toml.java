package org.llmspell.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes plain values as TOML 1.0, each on one line. */
final class Toml {

  private Toml() {}

  static String write(@Nullable Object value) {
    return switch (value) {
      case null -> "\"\"";
      case String text -> quoted(text);
      case Double number when number.isNaN() -> "nan";
      case Double number when number.isInfinite() -> number > 0 ? "inf" : "-inf";
      case Double number -> number.toString().replace("E", "e");
      case List<?> items ->
          items.stream().map(Toml::write).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> table when table.isEmpty() -> "{}";
      case Map<?, ?> table ->
          table.entrySet().stream()
              .map(entry ->
                  KeyPath.part(String.valueOf(entry.getKey())) + " = " + write(entry.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
      default -> value.toString();
    };
  }

  /** A text in double quotes, with escapes. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7F) {
            quoted.append("\\u%04X".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
