package org.llmspell.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values as indented JSON (RFC 8259). */
final class JsonText {
  private static final int MAX_DEPTH = 512;

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  static String of(@Nullable Object value) {
    var text = new JsonText();
    text.write(value, 0);
    return text.out.toString();
  }

  private void write(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "A tool's answer is nested deeper than " + MAX_DEPTH + " levels, or contains itself");
    }
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> writeObject(map, depth);
      case List<?> list -> writeArray(list, depth);
      case Boolean flag -> out.append(flag);
      case Double number -> writeDouble(number);
      case Float number -> writeDouble(number.doubleValue());
      case Number number -> out.append(number);
      default -> writeString(value.toString());
    }
  }

  private void writeDouble(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      out.append("null"); // JSON has no notation for them
    } else {
      out.append(number);
    }
  }

  private void writeObject(Map<?, ?> map, int depth) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    char separator = '{';
    for (var entry : map.entrySet()) {
      out.append(separator);
      newLine(depth + 1);
      writeString(String.valueOf(entry.getKey()));
      out.append(": ");
      write(entry.getValue(), depth + 1);
      separator = ',';
    }
    newLine(depth);
    out.append('}');
  }

  private void writeArray(List<?> list, int depth) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    char separator = '[';
    for (Object item : list) {
      out.append(separator);
      newLine(depth + 1);
      write(item, depth + 1);
      separator = ',';
    }
    newLine(depth);
    out.append(']');
  }

  private void newLine(int depth) {
    out.append('\n').repeat("  ", depth);
  }

  private void writeString(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 0xF, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
