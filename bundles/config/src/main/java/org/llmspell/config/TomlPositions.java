package org.llmspell.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where the settings of a TOML file are. The parser of the file does not say; so the
 * text, which it has accepted before, is walked through once more when somebody wants to know. Of a
 * table that is there more than once, the last one counts. Whatever the text is, this ends.
 */
final class TomlPositions {
  private static final int MAX_DEPTH = 200;
  private static final Pattern LONG_NUMBER = Pattern.compile("[+-]?[0-9](_?[0-9]){18,}");

  private final String text;
  private final Map<List<String>, Position> found = new HashMap<>();
  private List<String> table = List.of();
  private int at;
  private int line = 1;
  private int lineStart;
  private @Nullable Position longNumber;

  private TomlPositions(String text) {
    this.text = text;
  }

  /** The positions of all settings of a text, by their names. */
  static Map<List<String>, Position> of(String text) {
    var positions = new TomlPositions(text);
    positions.document();
    return positions.found;
  }

  /** Where the first whole number of more than 18 digits is. */
  static Optional<Position> longNumber(String text) {
    var positions = new TomlPositions(text);
    positions.document();
    return Optional.ofNullable(positions.longNumber);
  }

  private void document() {
    while (true) {
      blank(true);
      if (at >= text.length()) {
        return;
      }
      int before = at;
      if (text.charAt(at) == '[') {
        header();
      } else {
        assignment(table, 0);
      }
      if (at == before) {
        next(); // no TOML; go on all the same
      }
    }
  }

  private void header() {
    Position start = here();
    next();
    if (is('[')) {
      next();
    }
    blank(false);
    table = key();
    found.put(table, new Position(start.line(), start.column(), start.column()));
    while (at < text.length() && (is(']') || is(' ') || is('\t'))) {
      next();
    }
  }

  private void assignment(List<String> prefix, int depth) {
    Position start = here();
    List<String> path = new ArrayList<>(prefix);
    path.addAll(key());
    blank(false);
    if (is('=')) {
      next();
      blank(false);
    }
    int column = at - lineStart + 1;
    int valueLine = line;
    value(List.copyOf(path), depth);
    for (int parts = prefix.size() + 1; parts < path.size(); parts++) {
      found.putIfAbsent(
          List.copyOf(path.subList(0, parts)),
          new Position(start.line(), start.column(), start.column()));
    }
    found.put(
        List.copyOf(path),
        new Position(start.line(), start.column(), valueLine == start.line() ? column : 1));
  }

  private List<String> key() {
    List<String> parts = new ArrayList<>();
    do {
      if (is('.')) {
        next();
      }
      blank(false);
      parts.add(part());
      blank(false);
    } while (is('.'));
    return parts;
  }

  private String part() {
    int start = at;
    if (is('"') || is('\'')) {
      char quote = text.charAt(at);
      string();
      int end = at > start + 1 && text.charAt(at - 1) == quote ? at - 1 : at;
      String inner = text.substring(Math.min(start + 1, end), end);
      return quote == '"' ? unescape(inner) : inner;
    }
    while (at < text.length() && "=.[]{},#\"' \t\r\n".indexOf(text.charAt(at)) < 0) {
      next();
    }
    return text.substring(start, at);
  }

  /** The escapes of TOML 1.0 in a basic string. */
  static String unescape(String inner) {
    if (inner.indexOf('\\') < 0) {
      return inner;
    }
    var plain = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\' || i + 1 == inner.length()) {
        plain.append(c);
        continue;
      }
      char escaped = inner.charAt(++i);
      int digits = escaped == 'u' ? 4 : escaped == 'U' ? 8 : 0;
      if (digits > 0) {
        codePoint(inner, i + 1, digits).ifPresent(plain::appendCodePoint);
        i += digits;
        continue;
      }
      plain.append(
          switch (escaped) {
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            default -> escaped;
          });
    }
    return plain.toString();
  }

  private static Optional<Integer> codePoint(String text, int from, int digits) {
    try {
      int code = Integer.parseInt(text, from, Math.min(text.length(), from + digits), 16);
      return Character.isValidCodePoint(code) ? Optional.of(code) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private void value(List<String> path, int depth) {
    if (at >= text.length() || depth > MAX_DEPTH) {
      return;
    }
    switch (text.charAt(at)) {
      case '"', '\'' -> string();
      case '[' -> items(depth, () -> value(path, depth + 1));
      case '{' -> items(depth, () -> assignment(path, depth + 1));
      default -> {
        Position start = here();
        int from = at;
        while (at < text.length() && ",]}#\r\n".indexOf(text.charAt(at)) < 0) {
          next();
        }
        if (longNumber == null && LONG_NUMBER.matcher(text.substring(from, at).strip()).matches()) {
          longNumber = start;
        }
      }
    }
  }

  /** What is between brackets or braces. */
  private void items(int depth, Runnable item) {
    next();
    while (true) {
      blank(true);
      if (at >= text.length()) {
        return;
      }
      if (is(']') || is('}')) {
        next();
        return;
      }
      int before = at;
      if (is(',')) {
        next();
      } else {
        item.run();
      }
      if (at == before) {
        next();
      }
    }
  }

  private void string() {
    char quote = text.charAt(at);
    String three = String.valueOf(quote).repeat(3);
    if (text.startsWith(three, at)) {
      skip(3);
      while (at < text.length() && !text.startsWith(three, at)) {
        escaped(quote);
      }
      skip(3);
      while (is(quote)) {
        next(); // up to two quotes may stand before the end
      }
      return;
    }
    next();
    while (at < text.length() && !is(quote) && !is('\n')) {
      escaped(quote);
    }
    if (is(quote)) {
      next();
    }
  }

  private void escaped(char quote) {
    if (quote == '"' && is('\\')) {
      next();
    }
    next();
  }

  private void blank(boolean lines) {
    while (at < text.length()) {
      if (is('#')) {
        while (at < text.length() && !is('\n')) {
          next();
        }
      } else if (is(' ') || is('\t') || (lines && (is('\n') || is('\r')))) {
        next();
      } else {
        return;
      }
    }
  }

  private Position here() {
    int column = at - lineStart + 1;
    return new Position(line, column, column);
  }

  private boolean is(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void next() {
    if (at < text.length() && text.charAt(at++) == '\n') {
      line++;
      lineStart = at;
    }
  }
}
