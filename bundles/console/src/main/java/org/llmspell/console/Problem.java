package org.llmspell.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.UnaryOperator;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/** Tells a person what went wrong: one line, and where it comes from only when asked. */
final class Problem {

  private Problem() {}

  /** Writes the line, without secrets, and gives the exit code back. */
  static int tell(
      CommandRequest request, Throwable problem, int code, UnaryOperator<String> redact) {
    String line = "Error: " + text(problem).replaceAll("\\s*\\R\\s*", " ");
    request.errors().println(redact.apply(line));
    if (debug(request)) {
      var trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace, true));
      request.errors().print(redact.apply(trace.toString()));
    }
    return code;
  }

  /** Asks the words themselves, because the command line may be what is wrong. */
  private static boolean debug(CommandRequest request) {
    return request.arguments().stream()
        .takeWhile(word -> !word.equals("--"))
        .anyMatch("--debug"::equals);
  }

  private static String text(Throwable problem) {
    String message = problem.getMessage();
    return switch (problem) {
      case SpellException e when e.kind() instanceof ErrorKind.Script -> e.text();
      case SpellException e -> e.message();
      case UsageException e -> String.valueOf(message);
      case NoSuchFileException e -> "File not found: " + e.getFile();
      case FileNotFoundException e -> "File not found: " + message;
      case AccessDeniedException e -> "No permission for " + e.getFile();
      case FileSystemException e -> "%s: %s".formatted(e.getFile(), e.getReason());
      case IOException e -> "Reading or writing failed: " + message;
      default -> "Something unexpected happened inside llmspell; --debug shows where";
    };
  }
}
