package org.llmspell.console;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;

/**
 * Runs commands in a container that serves already. A plain class for use outside of the container;
 * needs nothing but the JDK and the requests of the command API. Safe to share between threads.
 */
public final class DaemonClient {

  /** A client; it holds nothing. */
  public DaemonClient() {}

  /**
   * Runs a command in the container that serves the data folder. An interrupt of the calling thread
   * cancels the command. The command {@code serve} is refused when a container serves already;
   * {@code --standalone} is left to the caller.
   *
   * @param home the data folder
   * @return the exit code; empty when no container serves, so that the caller has to run the
   *     command itself
   */
  public OptionalInt tryRun(Path home, CommandRequest request) {
    Path socket = DaemonAddress.of(home).socket();
    if (!Files.exists(socket) || isStandalone(request)) {
      return OptionalInt.empty();
    }
    PrintStream errors = request.errors();
    try {
      if (!Files.getOwner(socket).equals(Files.getOwner(home))) {
        errors.printf(
            "Error: Socket %s does not belong to the owner of %s; remove it or use --standalone%n",
            socket, home);
        return OptionalInt.of(CommandRunner.FAILED);
      }
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        if (!connect(channel, socket)) {
          return OptionalInt.empty();
        }
        if (isServe(request)) {
          errors.printf("Error: A container already serves %s%n", home);
          return OptionalInt.of(CommandRunner.FAILED);
        }
        return OptionalInt.of(new DaemonSession(channel, request).run());
      }
    } catch (IOException e) {
      errors.printf(
          "Error: The container at %s can not be reached: %s; --standalone does without it%n",
          socket, e.getMessage());
      return OptionalInt.of(CommandRunner.FAILED);
    }
  }

  /** Whether someone answers; a socket without is what a dead container left. */
  private static boolean connect(SocketChannel channel, Path socket) {
    try {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isStandalone(CommandRequest request) {
    for (String word : request.arguments()) {
      if (word.equals("--")) {
        return false;
      }
      if (word.equals("--standalone")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the first word that is no option, nor the value of one, is {@code serve}. */
  private static boolean isServe(CommandRequest request) {
    boolean value = false;
    for (String word : request.arguments()) {
      if (word.equals("--help") || word.equals("-h")) {
        return false;
      }
      if (!value && !word.startsWith("-")) {
        return word.equals("serve");
      }
      value =
          word.equals("-c")
              || word.equals("--config")
              || word.equals("--output")
              || word.equals("--engine");
    }
    return false;
  }
}
