package org.llmspell.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The command line of one command, as its service properties say it. Read in full only when asked,
 * because most of the commands are not the one that runs; without streams and patterns, because
 * this is on the way of each start.
 *
 * @param name one or two words
 * @param summary one line
 * @param parameterText the words that it takes
 * @param trailing what the words after {@code --} are; empty when there may be none
 * @param optionTexts its own options
 * @param settings whether the container gets its settings before
 */
record Syntax(
    String name,
    String summary,
    String parameterText,
    String trailing,
    List<String> optionTexts,
    boolean settings) {

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

    /**
     * Reads {@code -n, --name VALUE: description}.
     *
     * @throws SpellException of kind Component when it is written otherwise
     */
    static Option parse(String text) {
      int colon = text.indexOf(": ");
      List<String> words = words(colon < 0 ? text : text.substring(0, colon));
      String shortName = "";
      if (words.size() > 1 && words.getFirst().endsWith(",")) {
        shortName = words.getFirst().substring(1, words.getFirst().length() - 1);
        words.removeFirst();
      }
      if (words.isEmpty() || words.size() > 2 || !words.getFirst().startsWith("--")) {
        throw SpellException.component(
            "'%s' is no option; its bundle must write '-n, --name VALUE: description'"
                .formatted(text),
            null);
      }
      return new Option(
          words.getFirst().substring(2),
          shortName,
          words.size() == 2 ? words.getLast() : "",
          colon < 0 ? "" : text.substring(colon + 2));
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
    optionTexts = List.copyOf(optionTexts);
  }

  /** Reads the service properties of a command, those of {@code CommandSpec}. */
  static Syntax of(Map<String, ? extends @Nullable Object> properties) {
    return new Syntax(
        text(properties, "name"),
        text(properties, "summary"),
        text(properties, "parameters"),
        text(properties, "trailing"),
        texts(properties, "options"),
        !Boolean.FALSE.equals(properties.get("llmspell.command.settings")));
  }

  private static String text(Map<String, ? extends @Nullable Object> properties, String member) {
    return properties.get("llmspell.command." + member) instanceof String text ? text : "";
  }

  private static List<String> texts(
      Map<String, ? extends @Nullable Object> properties, String member) {
    Object value = properties.get("llmspell.command." + member);
    if (value instanceof String[] texts) {
      return List.of(texts);
    }
    return value instanceof String text ? List.of(text) : List.of();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The words that it takes. */
  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    for (String word : words(parameterText)) {
      parameters.add(Parameter.parse(word));
    }
    return parameters;
  }

  /** Its own options. */
  List<Option> options() {
    return parse(optionTexts);
  }

  /** Options from their texts. */
  static List<Option> parse(List<String> texts) {
    List<Option> options = new ArrayList<>();
    for (String text : texts) {
      options.add(Option.parse(text));
    }
    return options;
  }

  /** The option of a long or short name. */
  static Optional<Option> find(List<Option> options, String name, boolean isShort) {
    for (Option option : options) {
      if (name.equals(isShort ? option.shortName() : option.name())) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** How the command is written, without its options. */
  String usage() {
    var usage = new StringBuilder("llmspell ").append(name);
    if (!optionTexts.isEmpty()) {
      usage.append(" [OPTIONS]");
    }
    parameters().forEach(parameter -> usage.append(' ').append(parameter));
    if (!trailing.isEmpty()) {
      usage.append(" [-- ").append(trailing).append("...]");
    }
    return usage.toString();
  }
}
