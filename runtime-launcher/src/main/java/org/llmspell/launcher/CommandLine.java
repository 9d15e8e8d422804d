package org.llmspell.launcher;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher must know of a command line before anything is started. The command line itself
 * is checked and run by the console.
 *
 * @param command the first word that is no option, or null
 * @param standalone whether a container that is already running is of no use for it
 * @param verbose whether more is to be logged
 * @param debug whether a failure is to be shown with its trace
 * @param informational whether only help or the version is asked for
 */
record CommandLine(
    @Nullable String command,
    boolean standalone,
    boolean verbose,
    boolean debug,
    boolean informational) {

  private static final Set<String> WITH_VALUE =
      Set.of(
          "-c",
          "--config",
          "--engine",
          "--output",
          "--debug-level",
          "--debug-format",
          "--debug-modules");

  /** Looks at the arguments up to {@code --}; what follows belongs to the script. */
  static CommandLine of(List<String> arguments) {
    String command = null;
    String second = null;
    boolean standalone = false;
    boolean verbose = false;
    boolean debug = false;
    boolean informational = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--" -> i = arguments.size();
        case "--standalone" -> standalone = true;
        case "-v", "--verbose" -> verbose = true;
        case "--debug" -> debug = true;
        case "-h", "--help", "-V", "--version" -> informational = true;
        default -> {
          if (argument.startsWith("-")) {
            i += WITH_VALUE.contains(argument) ? 1 : 0;
          } else if (command == null) {
            command = argument;
          } else if (second == null) {
            second = argument;
          }
        }
      }
    }
    boolean own =
        standalone
            || informational
            || command == null
            || (command.equals("plugin") && "new".equals(second));
    return new CommandLine(command, own, verbose, debug, informational);
  }

  /** Whether this is the command of the long-running container. */
  boolean serves() {
    return "serve".equals(command) && !informational;
  }
}
