package org.llmspell.security.process;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileAction;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.RealPaths;
import org.llmspell.security.policy.RunPolicy;

/**
 * Looks at the arguments of a program: options that run other programs, write or delete files, and
 * paths that lead out of what is allowed. A program gets its arguments as they are, so this is
 * about what the program itself makes of them.
 */
final class Arguments {
  private static final String RULE = "process_execution";

  /** Options of harmless programs that are not harmless. */
  private static final Map<String, List<String>> DANGEROUS =
      Map.of(
          "find",
          List.of(
              "-exec",
              "-execdir",
              "-ok",
              "-okdir",
              "-delete",
              "-fprint",
              "-fprint0",
              "-fprintf",
              "-fls",
              "-files0-from",
              "-L",
              "-follow"),
          "sort",
          List.of(
              "-o",
              "--output",
              "--compress-program",
              "-T",
              "--temporary-directory",
              "--files0-from"),
          "date",
          List.of("-s", "--set", "-f", "--file"),
          "wc",
          List.of("--files0-from"),
          "grep",
          List.of("-f", "--file", "--exclude-from", "-R", "--dereference-recursive"),
          "uniq",
          List.of());

  /** Programs whose arguments are no files, and shells: who allows a shell allows everything. */
  private static final Set<String> NO_FILES =
      Set.of("echo", "which", "uname", "whoami", "pwd", "sh", "bash");

  private final RunPolicy policy;
  private final GuardedFiles files;
  private final Decisions decisions;

  Arguments(RunPolicy policy, GuardedFiles files, Decisions decisions) {
    this.policy = policy;
    this.files = files;
    this.decisions = decisions;
  }

  /** Refuses arguments that are dangerous. */
  void check(String program, List<String> arguments, Path folder) {
    for (String argument : arguments) {
      if (argument.indexOf('\0') >= 0) {
        throw SpellException.validation("arguments", "An argument has a NUL character in it");
      }
      refuseOption(program, argument);
    }
    if (program.equals("uniq")
        && arguments.stream().filter(word -> !word.startsWith("-")).count() > 1) {
      throw denied(program, "a second file, which it would write");
    }
    if (!NO_FILES.contains(program)) {
      arguments.forEach(argument -> checkPaths(program, argument, folder));
    }
  }

  /** The folder that a program is to run in: one that may be read, or below that of the run. */
  Path folder(String given) {
    Path folder;
    try {
      folder = real("", policy.workingDirectory().resolve(given).normalize());
    } catch (InvalidPathException e) {
      throw SpellException.validation(
          "working_directory", "'%s' is no path of a folder".formatted(given));
    }
    return folder.startsWith(real("", policy.workingDirectory()))
        ? folder
        : files.check(given, FileAction.READ);
  }

  private void refuseOption(String program, String argument) {
    for (String option : DANGEROUS.getOrDefault(program, List.of())) {
      if (means(program, argument, option)) {
        throw denied(program, "option " + option);
      }
    }
  }

  /**
   * Whether an argument is an option, also abbreviated ({@code --out=x}), with its value attached
   * ({@code -ox}), or among other letters ({@code -ro}).
   */
  private static boolean means(String program, String argument, String option) {
    if (program.equals("find")) {
      return argument.equals(option);
    }
    if (option.startsWith("--")) {
      String name = argument.replaceAll("=.*", "");
      return name.length() > 2 && name.startsWith("--") && option.startsWith(name);
    }
    return argument.length() > 1
        && argument.startsWith("-")
        && !argument.startsWith("--")
        && argument.indexOf(option.charAt(1), 1) > 0;
  }

  private SpellException denied(String program, String what) {
    return decisions.deny(
        RULE,
        "run",
        program,
        "Process execution violation: '%s' may not be run with %s; it could reach other files, change files or run programs"
            .formatted(program, what));
  }

  /** Every part of an argument that may be a path: all of it, and what follows an option. */
  private void checkPaths(String program, String argument, Path folder) {
    int equals = argument.indexOf('=');
    int slash = argument.indexOf('/');
    Stream.of(
            argument,
            equals > 0 ? argument.substring(equals + 1) : "",
            argument.startsWith("-") && slash > 0 ? argument.substring(slash) : "",
            argument.startsWith("-") && argument.length() > 2 ? argument.substring(2) : "")
        .filter(text -> !text.isEmpty())
        .distinct()
        .forEach(text -> checkPath(program, text, folder));
  }

  private void checkPath(String program, String text, Path folder) {
    Path path;
    try {
      path = folder.resolve(text);
    } catch (InvalidPathException e) {
      return; // no path, so no file either
    }
    Path real = real(program, path.normalize());
    Path top = real(program, folder);
    if (!real.startsWith(top)
        && !real.startsWith(real(program, policy.workingDirectory()))
        && !files.isAllowed(real.toString(), FileAction.READ)) {
      throw decisions.deny(
          RULE,
          "run",
          program,
          "Process execution violation: '%s' may not be given '%s', which is outside the folder of the run and of what tools.file_operations.allowed_paths allows"
              .formatted(program, text));
    }
  }

  private static Path real(String program, Path path) {
    try {
      return RealPaths.of(path);
    } catch (IOException e) {
      throw SpellException.validation(
          "arguments", "An argument of '%s' is a link that goes in a circle".formatted(program));
    }
  }
}
