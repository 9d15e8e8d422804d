package org.llmspell.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of one command, read from its service properties.
 *
 * @param name one or two words
 * @param summary one line
 * @param parameters the words that it takes
 * @param trailing what the words after {@code --} are; empty when there may be none
 * @param options its own options
 */
record Syntax(
    String name,
    String summary,
    List<Parameter> parameters,
    String trailing,
    List<Option> options) {

  /** A word that a command takes. */
  record Parameter(String name, boolean required, boolean repeated) {

    static Parameter parse(String text) {
      boolean optional = text.startsWith("[") && text.endsWith("]");
      String inner = optional ? text.substring(1, text.length() - 1) : text;
      boolean repeated = inner.endsWith("...");
      return new Parameter(
          repeated ? inner.substring(0, inner.length() - 3) : inner, !optional, repeated);
    }

    @Override
    public String toString() {
      String text = repeated ? name + "..." : name;
      return required ? text : "[" + text + "]";
    }
  }

  /** An option; a flag when it has no value. */
  record Option(String name, String shortName, String value, String description) {

    /** Reads {@code -n, --name VALUE: description}. */
    static Option parse(String text) {
      String[] parts = text.split(": ", 2);
      String[] words = parts[0].split(",? +");
      int first = words[0].startsWith("--") ? 0 : 1;
      if (words.length <= first || !words[first].startsWith("--")) {
        throw new IllegalArgumentException(
            "'" + text + "' is no option; write '-n, --name VALUE: description'");
      }
      return new Option(
          words[first].substring(2),
          first == 0 ? "" : words[0].substring(1),
          words.length > first + 1 ? words[first + 1] : "",
          parts.length == 2 ? parts[1] : "");
    }

    boolean isFlag() {
      return value.isEmpty();
    }

    @Override
    public String toString() {
      String prefix = shortName.isEmpty() ? "" : "-" + shortName + ", ";
      return prefix + "--" + name + (isFlag() ? "" : " " + value);
    }
  }

  Syntax {
    parameters = List.copyOf(parameters);
    options = List.copyOf(options);
  }

  /** Reads the service properties of a command, those of {@code CommandSpec}. */
  static Syntax of(Map<String, ? extends @Nullable Object> properties) {
    return new Syntax(
        text(properties, "name"),
        text(properties, "summary"),
        Stream.of(text(properties, "parameters").strip().split(" +"))
            .filter(word -> !word.isEmpty())
            .map(Parameter::parse)
            .toList(),
        text(properties, "trailing"),
        texts(properties, "options").map(Option::parse).toList());
  }

  private static String text(Map<String, ? extends @Nullable Object> properties, String member) {
    return properties.get("llmspell.command." + member) instanceof String text ? text : "";
  }

  private static Stream<String> texts(
      Map<String, ? extends @Nullable Object> properties, String member) {
    return switch (properties.get("llmspell.command." + member)) {
      case String text -> Stream.of(text);
      case String[] texts -> Stream.of(texts);
      case null, default -> Stream.of();
    };
  }

  /** The option of a long or short name. */
  static Optional<Option> find(List<Option> options, String name, boolean isShort) {
    return options.stream()
        .filter(option -> name.equals(isShort ? option.shortName() : option.name()))
        .findFirst();
  }

  /** How the command is written, without its options. */
  String usage() {
    var usage = new StringBuilder("llmspell ").append(name);
    if (!options.isEmpty()) {
      usage.append(" [OPTIONS]");
    }
    parameters.forEach(parameter -> usage.append(' ').append(parameter));
    if (!trailing.isEmpty()) {
      usage.append(" [-- ").append(trailing).append("...]");
    }
    return usage.toString();
  }
}
