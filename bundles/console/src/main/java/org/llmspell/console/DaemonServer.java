package org.llmspell.console;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.command.CommandRunner;

/** Takes connections and runs their commands side by side. */
final class DaemonServer {
  private static final System.Logger LOG = System.getLogger("llmspell.console");
  private static final long RETRY_MILLIS = 100;

  private final CommandRunner runner;
  private final Duration patience;
  private final DaemonLimits limits;
  private final AcceptRate rate;
  private final Map<DaemonConnection, Thread> connections = new ConcurrentHashMap<>();

  /**
   * A server for the given commands.
   *
   * @param patience how long running commands may go on when the server ends; the same time again
   *     after they were asked to stop
   * @param limits how much it takes on
   */
  DaemonServer(CommandRunner runner, Duration patience, DaemonLimits limits) {
    this.runner = runner;
    this.patience = patience;
    this.limits = limits;
    this.rate = new AcceptRate(limits.perSecond());
  }

  /** Serves until the calling thread is interrupted, then lets the running commands end. */
  void serve(ServerSocketChannel server) throws IOException {
    Thread sweeper = Thread.ofVirtual().name("llmspell silence").start(this::closeTheSilent);
    try {
      while (true) {
        accept(server);
      }
    } catch (AsynchronousCloseException | InterruptedException e) {
      LOG.log(Level.DEBUG, "The server was asked to end", e);
    } finally {
      sweeper.interrupt();
      boolean interrupted = Thread.interrupted(); // that was the sign to end, not to hurry
      drain();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void accept(ServerSocketChannel server) throws IOException, InterruptedException {
    rate.take();
    SocketChannel channel;
    try {
      channel = server.accept();
    } catch (AsynchronousCloseException e) {
      throw e;
    } catch (IOException e) {
      if (!server.isOpen()) {
        throw e;
      }
      LOG.log(Level.WARNING, "A connection could not be taken", e); // too many open files, say
      Thread.sleep(RETRY_MILLIS);
      return;
    }
    var connection = new DaemonConnection(channel, runner);
    if (connections.size() >= limits.connections()) {
      connection.refuseAll(limits.connections());
    }
    Thread thread =
        Thread.ofVirtual()
            .name("llmspell connection")
            .unstarted(() -> {
              try {
                connection.run();
              } finally {
                connections.remove(connection);
              }
            });
    connections.put(connection, thread);
    thread.start();
  }

  /** Who connects and says nothing does not keep others out for ever. */
  private void closeTheSilent() {
    try {
      while (true) {
        Thread.sleep(limits.silence().dividedBy(4));
        long before = System.nanoTime() - limits.silence().toNanos();
        connections.keySet().stream()
            .filter(connection -> connection.isSilentSince(before))
            .forEach(DaemonConnection::close);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "The server ends, so silence does not matter any more", e);
    }
  }

  private void drain() {
    try {
      join();
      connections.keySet().forEach(DaemonConnection::cancel);
      join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // a second sign: hurry
    }
    connections.keySet().forEach(DaemonConnection::close);
  }

  private void join() throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Thread thread : connections.values()) {
      thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
  }
}
