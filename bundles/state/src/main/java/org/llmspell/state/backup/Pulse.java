package org.llmspell.state.backup;

import java.util.concurrent.CancellationException;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.StateProgress;

/**
 * Tells of progress a few times a second, and ends the work when it is cancelled or its thread
 * interrupted. For one thread.
 */
final class Pulse {
  private static final long TELL_NANOS = 200_000_000;
  private static final int EVERY = 64;

  private final StateProgress progress;
  private final Cancellation cancellation;
  private String phase = "";
  private long done;
  private long total = -1;
  private long told;

  Pulse(StateProgress progress, Cancellation cancellation) {
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /** Hears nothing and is never cancelled. */
  static Pulse none() {
    return new Pulse(StateProgress.NONE, Cancellation.create());
  }

  /** A new phase begins. */
  void phase(String name, long expected) {
    phase = name;
    done = 0;
    total = expected;
    told = System.nanoTime();
    progress.at(phase, 0, total);
    check();
  }

  /** One more entry is done. */
  void step() {
    if (++done % EVERY == 0) {
      check();
      long now = System.nanoTime();
      if (now - told >= TELL_NANOS) {
        told = now;
        progress.at(phase, done, total);
      }
    }
  }

  /** The phase is over. */
  void end() {
    progress.at(phase, done, done);
  }

  /**
   * Returns while the work should go on.
   *
   * @throws CancellationException when it should end
   */
  void check() {
    cancellation.check();
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("it was interrupted");
    }
  }
}
