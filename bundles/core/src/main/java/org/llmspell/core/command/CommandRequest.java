package org.llmspell.core.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One command line and where it was given.
 *
 * @param arguments what follows the name of the program
 * @param workingDirectory where relative paths start
 * @param environment the environment variables
 * @param input standard input
 * @param output results
 * @param errors messages for people
 * @param interactive whether a person looks at {@code errors}, so that progress may be drawn
 */
public record CommandRequest(
    List<String> arguments,
    Path workingDirectory,
    Map<String, String> environment,
    InputStream input,
    PrintStream output,
    PrintStream errors,
    boolean interactive) {

  /** Copies the collections. */
  public CommandRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
