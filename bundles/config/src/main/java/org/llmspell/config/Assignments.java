package org.llmspell.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.SpellException;

/** Settings of the command line, each as {@code key=value}. */
final class Assignments {

  private Assignments() {}

  /** The settings of some assignments; empty when there are none. */
  static Optional<Layer> layer(List<String> assignments) {
    if (assignments.isEmpty()) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> values = Tree.create();
    Map<List<String>, String> names = new HashMap<>();
    for (String assignment : assignments) {
      int at = assignment.indexOf('=');
      if (at <= 0) {
        throw new UsageException(
            "--set is '%s' but must be KEY=VALUE, such as runtime.script_timeout_seconds=60"
                .formatted(assignment));
      }
      List<String> path = KeyPath.parse(assignment.substring(0, at).strip());
      Tree.set(values, path, value(assignment.substring(at + 1).strip()));
      names.put(path, "--set " + KeyPath.text(path));
    }
    return Optional.of(Layer.named(Layer.COMMAND_LINE, values, names));
  }

  /** What is a value of TOML is that value; everything else is text. */
  private static Object value(String text) {
    if (text.isEmpty() || !"0123456789+-\"'[{tf".contains(text.substring(0, 1))) {
      return text;
    }
    try {
      Map<String, @Nullable Object> read =
          TomlFile.parse(Path.of("--set"), "value = " + text).values();
      Object value = read.get("value");
      return value != null && read.size() == 1 ? value : text;
    } catch (SpellException _) {
      return text; // a word without quotes
    }
  }
}
