package org.llmspell.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.llmspell.console.DaemonClient;
import org.llmspell.core.command.CommandRequest;

/** The way to a container that is already running. */
final class Daemon {

  private static final String SOCKET = "llmspell.sock";

  private Daemon() {}

  /** Runs the command in the container that serves this data folder; empty when there is none. */
  static OptionalInt tryRun(Path home, CommandRequest request) {
    // No socket, no container: the usual case costs one look at the disk and loads no class.
    return Files.exists(home.resolve(SOCKET))
        ? DaemonClient.tryRun(home, request)
        : OptionalInt.empty();
  }
}
