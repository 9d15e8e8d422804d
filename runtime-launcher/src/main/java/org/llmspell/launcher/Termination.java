package org.llmspell.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command when the process is told to end (SIGTERM, SIGINT): interrupts it and gives it and
 * the container some time. The JVM then exits with 128 plus the number of the signal.
 */
final class Termination {

  private static final long WAIT_SECONDS = 45;

  private final Thread command;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Termination(Thread command) {
    this.command = command;
  }

  /** Watches over the calling thread until {@link #ended}. */
  static Termination watch() {
    var termination = new Termination(Thread.currentThread());
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("llmspell-end").unstarted(termination::end));
    return termination;
  }

  /** The command has ended and the container has stopped. */
  void ended() {
    ended.countDown();
  }

  private void end() {
    if (ended.getCount() == 0) {
      return;
    }
    command.interrupt();
    try {
      if (!ended.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("Error: the command did not end in time and is abandoned.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
