package org.llmspell.console;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.console.Syntax.Option;
import org.llmspell.console.Syntax.Parameter;
import org.llmspell.core.command.UsageException;

/** Takes one command line apart, from left to right. Not shared. */
final class Parser {
  private static final List<String> FORMATS = List.of("text", "json", "pretty");

  private final Map<String, Syntax> commands;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, List<String>> repeated = new LinkedHashMap<>();
  private final List<String> parameters = new ArrayList<>();
  private final List<String> trailing = new ArrayList<>();
  private @Nullable Syntax command;
  private String group = "";

  private Parser(Map<String, Syntax> commands) {
    this.commands = commands;
  }

  /**
   * Takes the words apart.
   *
   * @param commands the commands by name
   * @throws UsageException that says what is wrong
   */
  static CommandLine parse(List<String> words, Map<String, Syntax> commands) {
    return new Parser(commands).parse(words);
  }

  private CommandLine parse(List<String> words) {
    Iterator<String> rest = words.iterator();
    boolean ended = false;
    while (rest.hasNext() && !ended) {
      String word = rest.next();
      if (word.equals("--")) {
        ended = true;
        rest.forEachRemaining(trailing::add);
      } else if (isOption(word)) {
        option(word, rest);
      } else {
        word(word);
      }
    }
    // Who asks for help need not give all the rest.
    if (!options.containsKey("help") && !options.containsKey("version")) {
      check(ended);
    }
    return new CommandLine(
        Optional.ofNullable(command), group, options, repeated, parameters, trailing);
  }

  /** Code may start with a dash; an option never contains a blank. */
  private static boolean isOption(String word) {
    if (word.length() < 2 || !word.startsWith("-")) {
      return false;
    }
    for (int i = 0; i < word.length() && word.charAt(i) != '='; i++) {
      if (word.charAt(i) <= ' ') {
        return false;
      }
    }
    return true;
  }

  private void word(String word) {
    if (command != null) {
      parameters.add(word);
      return;
    }
    String name = group.isEmpty() ? word : group + " " + word;
    command = commands.get(name);
    if (command != null) {
      group = "";
    } else if (group.isEmpty() && isGroup(word)) {
      group = word;
    } else {
      throw new UsageException(unknown(name));
    }
  }

  private boolean isGroup(String word) {
    for (String name : commands.keySet()) {
      if (name.startsWith(word + " ")) {
        return true;
      }
    }
    return false;
  }

  private String unknown(String name) {
    String prefix = group.isEmpty() ? "" : group + " ";
    List<String> known =
        commands.keySet().stream()
            .filter(candidate -> candidate.startsWith(prefix))
            .flatMap(candidate ->
                prefix.isEmpty() ? Stream.of(candidate.split(" ")[0]) : Stream.of(candidate))
            .distinct()
            .toList();
    return "Unknown command '%s'%s See llmspell %s--help"
        .formatted(name, Words.suggestion(name, known), prefix);
  }

  private void option(String word, Iterator<String> rest) {
    String[] parts = word.split("=", 2);
    Option option = find(parts[0]);
    if (option.isFlag()) {
      if (parts.length == 2) {
        throw new UsageException("Option %s takes no value".formatted(parts[0]));
      }
      options.put(option.name(), "");
    } else if (parts.length == 2) {
      put(option, parts[1]);
    } else if (rest.hasNext()) {
      put(option, rest.next());
    } else {
      throw new UsageException(
          "Option %s needs a value: %s %s".formatted(parts[0], parts[0], option.value()));
    }
  }

  private void put(Option option, String value) {
    options.put(option.name(), value);
    repeated.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
  }

  private Option find(String given) {
    boolean isShort = !given.startsWith("--");
    String name = given.substring(isShort ? 1 : 2);
    List<Option> own = command == null ? List.of() : command.options();
    Optional<Option> option = Syntax.find(own, name, isShort);
    if (option.isEmpty()) {
      option = Syntax.find(GlobalOptions.ALL, name, isShort);
    }
    if (option.isEmpty()) {
      throw new UsageException(unknown(given, own));
    }
    return option.get();
  }

  private String unknown(String given, List<Option> own) {
    List<String> known =
        Stream.concat(own.stream(), GlobalOptions.ALL.stream())
            .map(option -> "--" + option.name())
            .toList();
    return "Unknown option '%s'%s See llmspell %s--help"
        .formatted(given, Words.suggestion(given, known), commandPrefix());
  }

  private String commandPrefix() {
    if (command != null) {
      return command.name() + " ";
    }
    return group.isEmpty() ? "" : group + " ";
  }

  private void check(boolean ended) {
    String format = options.getOrDefault("output", "text");
    if (!FORMATS.contains(format)) {
      throw new UsageException(
          "Invalid value '%s' for --output: must be text, json or pretty".formatted(format));
    }
    if (command == null) {
      throw new UsageException(
          "No command given. See llmspell %s--help".formatted(commandPrefix()));
    }
    checkWords(command);
    if (ended && command.trailing().isEmpty() && !trailing.isEmpty()) {
      throw new UsageException("%s takes no words after --".formatted(command.name()));
    }
  }

  private void checkWords(Syntax syntax) {
    List<Parameter> wanted = syntax.parameters();
    for (int i = parameters.size(); i < wanted.size(); i++) {
      if (wanted.get(i).required()) {
        throw new UsageException(
            "%s is missing. Usage: %s".formatted(wanted.get(i).name(), syntax.usage()));
      }
    }
    boolean repeated = !wanted.isEmpty() && wanted.getLast().repeated();
    if (parameters.size() > wanted.size() && !repeated) {
      String hint = syntax.trailing().isEmpty() ? "" : "; arguments of the script go after --";
      throw new UsageException(
          "Unexpected word '%s'%s. Usage: %s"
              .formatted(parameters.get(wanted.size()), hint, syntax.usage()));
    }
  }
}
