package org.llmspell.console;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.net.ProtocolException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;

/**
 * The container's end of one connection: one command. Three virtual threads: one reads what the
 * client says, one runs the command, one sends.
 */
final class DaemonConnection implements Runnable {
  private static final System.Logger LOG = System.getLogger("llmspell.console");
  private static final Duration LAST_WORD = Duration.ofSeconds(5);

  private final SocketChannel channel;
  private final CommandRunner runner;
  private final Outbox outbox = new Outbox();
  private final RemoteInput input = new RemoteInput(outbox);
  private final Thread sender = Thread.ofVirtual().name("llmspell sender").unstarted(this::send);
  private final long since = System.nanoTime();
  private volatile boolean asked;
  private volatile @Nullable String refusal;
  private volatile Thread command = Thread.ofVirtual().unstarted(() -> {}); // none yet

  DaemonConnection(SocketChannel channel, CommandRunner runner) {
    this.channel = channel;
    this.runner = runner;
  }

  /** Reads what the client says until it has gone and the command has ended. */
  @Override
  public void run() {
    sender.start();
    try (channel;
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
      try {
        WireRequest request = WireRequest.parse(request(in));
        asked = true;
        refuseWhatIsTooMuch();
        start(request);
        while (true) {
          take(Frame.read(in, Frame.MAX_PIECE));
        }
      } catch (EOFException e) {
        LOG.log(Level.DEBUG, "A client has closed its connection", e);
      } catch (ProtocolException e) {
        refuse(e);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A connection broke", e);
    } finally {
      end();
    }
  }

  /** The connection is one too many: its request gets an answer, but is not run. */
  void refuseAll(int limit) {
    refusal =
        "%d commands run already, as many as may; try again when one has ended".formatted(limit);
  }

  private void refuseWhatIsTooMuch() throws ProtocolException {
    String why = refusal;
    if (why != null) {
      throw new ProtocolException(why);
    }
  }

  /** Whether no request has come since a time of {@link System#nanoTime}. */
  boolean isSilentSince(long nanoTime) {
    return !asked && since - nanoTime < 0;
  }

  private static byte[] request(InputStream in) throws IOException {
    Frame first = Frame.read(in, Frame.MAX_PAYLOAD);
    if (first.type() != Frame.REQUEST) {
      throw new ProtocolException("the first message is no request");
    }
    return first.payload();
  }

  private void start(WireRequest wire) {
    command = Thread.ofVirtual().name("llmspell command").start(() -> execute(wire));
  }

  private void take(Frame frame) throws ProtocolException {
    switch (frame.type()) {
      case Frame.INPUT -> input.offer(frame.payload());
      case Frame.CANCEL -> cancel();
      default -> throw new ProtocolException("unknown message " + frame.type());
    }
  }

  private void execute(WireRequest wire) {
    int code = CommandRunner.FAILED;
    try (var output = stream(Frame.OUTPUT);
        var errors = stream(Frame.ERRORS)) {
      code =
          runner.run(
              new CommandRequest(
                  wire.arguments(),
                  Path.of(wire.workingDirectory()),
                  wire.environment(),
                  input,
                  output,
                  errors,
                  wire.interactive()));
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A command failed in a way that it should not", e);
    } finally {
      outbox.finish(Frame.exit(code));
    }
  }

  private PrintStream stream(byte type) {
    return new PrintStream(new RemoteOutput(outbox, type), false, StandardCharsets.UTF_8);
  }

  private void send() {
    try {
      outbox.sendAll(Channels.newOutputStream(channel));
      channel.shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A client does not listen any more", e);
      cancel();
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "A sender was interrupted", e);
    } finally {
      outbox.abandon();
    }
  }

  /** Tells the client what was wrong with what it said, if it still listens. */
  private void refuse(ProtocolException problem) {
    String text = "The container refused the command: " + problem.getMessage();
    outbox.finish(new Frame(Frame.REFUSED, text.getBytes(StandardCharsets.UTF_8)));
    join(sender, LAST_WORD);
  }

  /** Asks the command to end. */
  void cancel() {
    command.interrupt();
  }

  /** Ends the connection, whatever the command does. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A connection could not be closed", e);
    }
  }

  private void end() {
    outbox.abandon();
    input.end();
    cancel();
    join(command, Duration.ofDays(1));
  }

  private static void join(Thread thread, Duration time) {
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(time);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
