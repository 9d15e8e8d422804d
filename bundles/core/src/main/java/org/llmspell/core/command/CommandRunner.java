package org.llmspell.core.command;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs one command line inside the container. Commands run side by side, each in the thread of its
 * caller.
 */
@ProviderType
public interface CommandRunner {

  /** The command, or one line of help, succeeded. */
  int OK = 0;

  /** The script or the command failed. */
  int FAILED = 1;

  /** The command line is wrong. */
  int USAGE = 2;

  /**
   * Runs a command until it ends. Results go to the request's output, everything else to its error
   * stream. An interrupt of the thread cancels the command.
   *
   * @return the exit code
   */
  int run(CommandRequest request);
}
