package org.llmspell.console;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.llmspell.console.Syntax.Option;

/** Writes help from the service properties of the commands. */
final class Help {

  private Help() {}

  /** Help for what a command line names: the program, a group of commands or a command. */
  static String of(CommandLine line, Collection<Syntax> all) {
    return line.command()
        .map(Help::ofCommand)
        .orElseGet(() -> line.group().isEmpty() ? ofProgram(all) : ofGroup(line.group(), all));
  }

  static String ofProgram(Collection<Syntax> all) {
    return """
    LLM tools, agents and workflows, driven by scripts.

    Usage: llmspell [OPTIONS] COMMAND

    Commands:
    %s
    Options:
    %s
    See llmspell COMMAND --help for more.
    """
        .formatted(commands(all), options(GlobalOptions.ALL));
  }

  private static String ofGroup(String group, Collection<Syntax> all) {
    List<Syntax> members =
        all.stream().filter(syntax -> syntax.name().startsWith(group + " ")).toList();
    return """
    Usage: llmspell %s COMMAND

    Commands:
    %s
    See llmspell %s COMMAND --help for more.
    """
        .formatted(group, commands(members), group);
  }

  private static String ofCommand(Syntax syntax) {
    String own = syntax.options().isEmpty() ? "" : "Options:\n" + options(syntax.options()) + "\n";
    return """
    %s.

    Usage: %s

    %sOptions of all commands:
    %s\
    """
        .formatted(syntax.summary(), syntax.usage(), own, options(GlobalOptions.ALL));
  }

  private static String commands(Collection<Syntax> all) {
    Map<String, String> rows = new TreeMap<>();
    all.forEach(syntax -> rows.put(syntax.name(), syntax.summary()));
    return table(rows.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList());
  }

  private static String options(List<Option> options) {
    return table(
        options.stream()
            .map(option -> {
              String indent = option.shortName().isEmpty() ? "    " : "";
              return List.of(indent + option, option.description());
            })
            .toList());
  }

  private static String table(List<List<String>> rows) {
    return Table.of(rows).indent(2);
  }
}
