package org.llmspell.launcher;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.llmspell.console.DaemonClient;
import org.llmspell.core.command.CommandRequest;

/** The way to a container that is already running. */
final class Daemon {

  private Daemon() {}

  /** Runs the command in the container that serves this data folder; empty when there is none. */
  static OptionalInt tryRun(Path home, CommandRequest request) {
    return new DaemonClient().tryRun(home, request);
  }
}
