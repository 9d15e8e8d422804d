package org.llmspell.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.llmspell.config.Key.Variable;

/** The settings file that {@code init} writes: complete, commented, and valid. */
final class DefaultFile {
  /** Written as settings; the others as comments, so bundles without settings start quicker. */
  private static final Set<String> ACTIVE =
      Set.of("", "engines.lua", "runtime", "runtime.security");

  private DefaultFile() {}

  /** All settings with their defaults; those without a default, or for any name, as comments. */
  static String write(Keys keys) {
    Map<String, List<Key>> tables = new TreeMap<>();
    for (Key key : keys.all()) {
      List<String> path = key.path();
      if (!key.name().endsWith("**") && !path.getLast().equals("encryption")) {
        tables
            .computeIfAbsent(KeyPath.text(path.subList(0, path.size() - 1)), _ -> new ArrayList<>())
            .add(key);
      }
    }
    var text =
        new StringBuilder(
            """
            # Settings of LLMSpell. Everything here is the default, with a # before it or without.
            # A setting is taken from the first of: the option --set, an environment variable, the file of
            # the project, the file of the user, the default. 'llmspell config explain KEY' says which one.
            """);
    Map<String, List<Key>> ordered = new LinkedHashMap<>();
    ordered.put("", tables.getOrDefault("", List.of()));
    ordered.putAll(tables);
    ordered.forEach((section, inside) -> table(text, section, inside));
    return text.toString();
  }

  private static void table(StringBuilder text, String section, List<Key> keys) {
    boolean pattern = section.contains("*");
    if (!section.isEmpty()) {
      text.append('\n')
          .append(pattern ? "# [" : "[")
          .append(section.replace("*", "NAME"))
          .append("]\n");
    }
    for (Key key : keys) {
      text.append("\n# ").append(key.description());
      if (!key.type().equals("any")) {
        text.append(" (").append(key.type()).append(')');
      }
      text.append('\n');
      if (!key.variables().isEmpty()) {
        text.append("# Variables: ")
            .append(String.join(", ", key.variables().stream().map(Variable::name).toList()))
            .append('\n');
      }
      text.append(!ACTIVE.contains(section) || key.byDefault().isEmpty() ? "# " : "")
          .append(KeyPath.part(key.path().getLast()))
          .append(" = ")
          .append(key.byDefault().isEmpty() ? example(key) : key.byDefault())
          .append('\n');
    }
  }

  private static String example(Key key) {
    return switch (key.type().split(" ", 2)[0]) {
      case "flag" -> "false";
      case "texts" -> "[]";
      case "whole", "time" -> "1";
      case "real" -> "1.0";
      case "one" -> Toml.write(key.type().split(" ")[2]);
      default -> "\"\"";
    };
  }
}
