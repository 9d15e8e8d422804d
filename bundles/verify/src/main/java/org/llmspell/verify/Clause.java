package org.llmspell.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of an OSGi header (OSGi Core 8, 1.3.2): {@code path; key=value; key:=value}.
 *
 * @param paths what stands in front
 * @param attributes by key, without their types
 * @param directives by key
 */
record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {

  /** The clauses of a header. */
  static List<Clause> parse(String name, String header) throws RefusedException {
    List<Clause> clauses = new ArrayList<>();
    for (String clause : split(name, header, ',')) {
      if (!clause.isBlank()) {
        clauses.add(clause(name, clause));
      }
    }
    return clauses;
  }

  private static Clause clause(String name, String text) throws RefusedException {
    List<String> paths = new ArrayList<>();
    Map<String, String> attributes = new HashMap<>();
    Map<String, String> directives = new HashMap<>();
    for (String part : split(name, text, ';')) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        paths.add(part.strip());
        continue;
      }
      boolean directive = equals > 0 && part.charAt(equals - 1) == ':';
      String key = part.substring(0, directive ? equals - 1 : equals).strip();
      int type = key.indexOf(':');
      String value = unquote(part.substring(equals + 1).strip());
      (directive ? directives : attributes).put(type < 0 ? key : key.substring(0, type), value);
    }
    return new Clause(List.copyOf(paths), Map.copyOf(attributes), Map.copyOf(directives));
  }

  private static String unquote(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }

  private static List<String> split(String name, String text, char separator)
      throws RefusedException {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    if (quoted) {
      throw new RefusedException(
          "its manifest has a quote without its end in %s: '%s'"
              .formatted(name, EntryNames.printable(text)));
    }
    parts.add(text.substring(start));
    return parts;
  }
}
