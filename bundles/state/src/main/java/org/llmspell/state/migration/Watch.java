package org.llmspell.state.migration;

import java.util.concurrent.TimeUnit;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;

/** Tells how far a migration is, and ends it when it should end. For one thread. */
final class Watch {
  private static final int EVERY = 512;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final StateProgress progress;
  private final Cancellation cancellation;
  private String phase = "migrating";
  private long done;
  private long last = System.nanoTime();
  private boolean interrupted;

  Watch(StateProgress progress, Cancellation cancellation) {
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /** Hears nothing and never ends anything. */
  static Watch idle(StateProgress progress) {
    return new Watch(progress, Cancellation.create());
  }

  /** Begins to count from 0. */
  void phase(String name) {
    phase = name;
    done = 0;
    progress.at(name, 0, -1);
  }

  /**
   * One more entry was looked at.
   *
   * @throws SpellException when the migration should end
   */
  void tick() {
    if (++done % EVERY == 0) {
      check();
      if (System.nanoTime() - last > PAUSE_NANOS) {
        last = System.nanoTime();
        progress.at(phase, done, -1);
      }
    }
  }

  /** Counts entries without ending anything. */
  void count(long more) {
    done += more;
    progress.at(phase, done, -1);
  }

  /**
   * Returns while the migration should go on.
   *
   * @throws SpellException when it should not
   */
  void check() {
    if (Thread.interrupted()) {
      interrupted = true;
    }
    if (interrupted) {
      throw SpellException.component("Migration cancelled: it was interrupted", null);
    }
    String why = cancellation.reason().orElse("");
    if (!why.isEmpty()) {
      throw SpellException.component("Migration cancelled: " + why, null);
    }
  }

  /** The thread was interrupted while it waited. */
  void interrupt() {
    interrupted = true;
  }

  /**
   * Whether the thread was interrupted; its flag was taken away so that files can still be used.
   */
  boolean wasInterrupted() {
    return interrupted;
  }
}
