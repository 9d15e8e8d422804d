package org.llmspell.console;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ProtocolException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;

/** The client's end of one connection: one command. */
final class DaemonSession {

  /** How long a cancelled command may take to end, in milliseconds. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final SocketChannel channel;
  private final CommandRequest request;
  private final InputStream in;
  private final OutputStream out;
  private volatile int code = CommandRunner.FAILED;

  DaemonSession(SocketChannel channel, CommandRequest request) {
    this.channel = channel;
    this.request = request;
    // Room for a whole piece, so that most frames take one read.
    this.in = new BufferedInputStream(Channels.newInputStream(channel), 2 * Frame.MAX_PIECE);
    this.out = Channels.newOutputStream(channel);
  }

  /** Sends the request, plays what comes back and gives the exit code. */
  int run() throws IOException {
    var wire =
        new WireRequest(
            request.interactive(),
            request.workingDirectory().toAbsolutePath().toString(),
            request.arguments(),
            needed(request.environment()));
    byte[] payload = wire.toBytes();
    if (payload.length > Frame.MAX_PAYLOAD) {
      request
          .errors()
          .printf(
              "Error: Arguments and environment have %d bytes, more than %d; use --standalone%n",
              payload.length, Frame.MAX_PAYLOAD);
      return CommandRunner.FAILED;
    }
    // A thread of its own plays, because an interrupt would close the channel under a read.
    Thread player = background(this::play, "llmspell output");
    try {
      send(new Frame(Frame.REQUEST, payload));
    } catch (ClosedByInterruptException e) {
      tell("Cancelled"); // within the sending, which closes the channel and so ends the command
      return CommandRunner.FAILED;
    } catch (IOException e) {
      // Refused before all was read: the player tells why.
      return await(player);
    }
    return await(player);
  }

  private int await(Thread player) {
    boolean interrupted = false;
    try {
      player.join();
    } catch (InterruptedException e) {
      interrupted = true;
      cancel(player);
    }
    int result = code;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  private void cancel(Thread player) {
    try {
      send(Frame.of(Frame.CANCEL));
      player.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      tell("Cancelled, without waiting for the command to end"); // who interrupts twice
      Thread.currentThread().interrupt();
    } catch (ClosedByInterruptException e) {
      // Also by the first interrupt: it wakes a thread before it closes what the thread writes to.
      tell("Cancelled");
    } catch (IOException e) {
      tell("The command was left: " + e.getMessage());
    }
    try {
      channel.close();
    } catch (IOException e) {
      tell("The connection could not be closed: " + e.getMessage());
    }
  }

  private void play() {
    try {
      while (play(Frame.read(in, Frame.MAX_PAYLOAD))) {
        // until the command has ended
      }
    } catch (EOFException e) {
      tell("The container has ended before the command");
    } catch (IOException e) {
      if (channel.isOpen()) {
        tell("The connection to the container broke: " + e.getMessage());
      }
    }
  }

  /** Plays one frame; false after the last one. */
  private boolean play(Frame frame) throws IOException {
    switch (frame.type()) {
      case Frame.OUTPUT -> copy(frame, request.output());
      case Frame.ERRORS -> copy(frame, request.errors());
      case Frame.WANT_INPUT -> background(this::sendInput, "llmspell input");
      case Frame.EXIT -> {
        code = frame.exitCode();
        return false;
      }
      case Frame.REFUSED -> {
        tell(new String(frame.payload(), StandardCharsets.UTF_8));
        return false;
      }
      default -> throw new ProtocolException("unknown message " + frame.type());
    }
    return true;
  }

  private static void copy(Frame frame, PrintStream to) throws IOException {
    to.write(frame.payload(), 0, frame.payload().length);
    if (to.checkError()) { // flushes
      throw new IOException("the output was closed");
    }
  }

  private void sendInput() {
    byte[] piece = new byte[Frame.MAX_PIECE];
    try {
      int length = Math.max(0, request.input().read(piece));
      send(new Frame(Frame.INPUT, Arrays.copyOf(piece, length)));
    } catch (IOException e) {
      if (channel.isOpen()) {
        tell("Standard input can not be read: " + e.getMessage());
      }
    }
  }

  private synchronized void send(Frame frame) throws IOException {
    out.write(frame.toBytes());
  }

  private void tell(String problem) {
    request.errors().println("Error: " + problem);
  }

  private static Thread background(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Commands see the environment of the one who calls them, without shell functions and what only a
   * shell or a desktop needs.
   */
  private static Map<String, String> needed(Map<String, String> environment) {
    Map<String, String> needed = new HashMap<>(environment);
    needed
        .keySet()
        .removeIf(name ->
            name.startsWith("BASH_FUNC_")
                || name.startsWith("DBUS_")
                || name.startsWith("SSH_")
                || name.equals("LS_COLORS")
                || name.equals("_"));
    return needed;
  }
}
