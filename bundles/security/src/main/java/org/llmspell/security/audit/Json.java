package org.llmspell.security.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Flat JSON objects of texts, whole numbers and truth values: all that the log has. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Members, each with a comma before it. */
  static String members(Map<String, ?> members) {
    var out = new StringBuilder();
    members.forEach((key, value) -> {
      out.append(',');
      quote(key, out);
      out.append(':');
      if (value instanceof Boolean || value instanceof Long || value instanceof Integer) {
        out.append(value);
      } else {
        quote(String.valueOf(value), out);
      }
    });
    return out.toString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' '
          || c == '\u007f'
          || c == '\u2028'
          || c == '\u2029'
          || Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** The object that a text is; empty when it is none of ours. */
  static Optional<Map<String, @Nullable Object>> parse(String text) {
    try {
      var json = new Json(text);
      Map<String, @Nullable Object> map = json.object();
      return json.at == text.length() ? Optional.of(map) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    expect('{');
    while (true) {
      String key = string();
      expect(':');
      map.put(key, value());
      char next = text.charAt(at++);
      if (next == '}') {
        return map;
      }
      if (next != ',') {
        throw new IllegalArgumentException("no comma");
      }
    }
  }

  private Object value() {
    if (text.charAt(at) == '"') {
      return string();
    }
    int start = at;
    while (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-') {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> Long.parseLong(word);
    };
  }

  private String string() {
    expect('"');
    var out = new StringBuilder();
    while (true) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c == '\\') {
        char escaped = text.charAt(at++);
        if (escaped == 'u') {
          out.append((char) Integer.parseInt(text, at, at + 4, 16));
          at += 4;
        } else {
          out.append(escaped);
        }
      } else {
        out.append(c);
      }
    }
  }

  private void expect(char c) {
    if (text.charAt(at++) != c) {
      throw new IllegalArgumentException("no " + c);
    }
  }
}
