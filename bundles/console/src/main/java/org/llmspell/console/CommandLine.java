package org.llmspell.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.llmspell.core.command.OutputFormat;

/**
 * A command line, taken apart.
 *
 * @param command the command; empty when none was named
 * @param group the first word of the command when it alone is no command; empty otherwise
 * @param options values of options by long name, the last of each; flags have an empty one
 * @param repeated all values of each option, in their order
 * @param parameters the words
 * @param trailing the words after {@code --}
 */
record CommandLine(
    Optional<Syntax> command,
    String group,
    Map<String, String> options,
    Map<String, List<String>> repeated,
    List<String> parameters,
    List<String> trailing) {

  boolean has(String option) {
    return options.containsKey(option);
  }

  /** The format that was asked for; text when that makes no sense, which the parser refuses. */
  OutputFormat format() {
    return switch (options.getOrDefault("output", "text")) {
      case "json" -> OutputFormat.JSON;
      case "pretty" -> OutputFormat.PRETTY;
      default -> OutputFormat.TEXT;
    };
  }
}
