package org.llmspell.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting that is known.
 *
 * @param name dotted; a star is any one name, two stars are everything below
 * @param type as in the table of keys
 * @param byDefault TOML; empty for none
 * @param variables the environment variables, the strongest last
 * @param description one sentence
 */
record Key(
    String name, String type, String byDefault, List<Variable> variables, String description) {
  private static final Pattern RANGE = Pattern.compile("(whole|real) ?(-?\\d*)(?:\\.\\.(\\d*))?");

  /**
   * An environment variable.
   *
   * @param name may have {@code <NAME>} in it, which stands for the star of the key
   * @param conversion what its text means
   */
  record Variable(String name, Conversion conversion) {}

  /** A key of one line of the table. */
  static Key parse(String line) {
    String[] cells = line.split("\\|", -1);
    if (cells.length != 5) {
      throw new IllegalStateException("Not a line of the table of keys: " + line);
    }
    String type = cells[1].strip();
    String variables = cells[3].strip();
    return new Key(
        cells[0].strip(),
        type,
        cells[2].strip(),
        variables.isEmpty()
            ? List.of()
            : List.of(variables.split(" +")).stream().map(name -> variable(name, type)).toList(),
        cells[4].strip());
  }

  private static Variable variable(String text, String type) {
    String[] parts = text.split("/", 2);
    Conversion conversion =
        switch (parts.length > 1 ? parts[1] : type.split(" ", 2)[0]) {
          case "MB" -> Conversion.MEBIBYTES;
          case "paths" -> Conversion.PATHS;
          case "flag" -> Conversion.FLAG;
          case "whole" -> Conversion.NUMBER;
          case "real" -> Conversion.REAL;
          case "texts" -> Conversion.LIST;
          default -> Conversion.TEXT;
        };
    return new Variable(parts[0], conversion);
  }

  List<String> path() {
    return KeyPath.parse(name);
  }

  /** Whether it stands for many settings. */
  boolean isPattern() {
    return name.contains("*");
  }

  /** The default as a plain value; empty when there is none. */
  Optional<Object> defaultValue() {
    return byDefault.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            TomlFile.parse(Path.of("keys.txt"), "value = " + byDefault).values().get("value"));
  }

  /** What is wrong with a value: what it must be; empty when it is right. */
  Optional<String> refusal(@Nullable Object value) {
    return switch (type) {
      case "any", "table" -> Optional.empty();
      case "time" ->
          value instanceof Number || value instanceof String
              ? Optional.empty()
              : Optional.of("a time such as 5 (seconds) or '500ms'");
      default -> {
        Attribute attribute = attribute();
        yield attribute.converted(value) == null
            ? Optional.of(attribute.allowed())
            : Optional.empty();
      }
    };
  }

  private Attribute attribute() {
    if (type.startsWith("one of ")) {
      return new Attribute(
          name,
          Attribute.Type.STRING,
          false,
          "",
          "",
          List.of(type.substring("one of ".length()).split(" ")));
    }
    return switch (type) {
      case "flag" -> new Attribute(name, Attribute.Type.BOOLEAN, false, "", "", List.of());
      case "texts" -> new Attribute(name, Attribute.Type.STRING, true, "", "", List.of());
      case "text", "secret" -> new Attribute(name, Attribute.Type.STRING, false, "", "", List.of());
      default -> {
        Matcher range = RANGE.matcher(type);
        if (!range.matches()) {
          throw new IllegalStateException("Not a type of the table of keys: " + type);
        }
        String max = range.group(3);
        yield new Attribute(
            name,
            range.group(1).equals("whole") ? Attribute.Type.LONG : Attribute.Type.DOUBLE,
            false,
            range.group(2),
            max == null ? "" : max,
            List.of());
      }
    };
  }
}
