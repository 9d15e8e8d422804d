package org.llmspell.hooks;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets a hook run only so often in a minute; then a new minute begins. Safe to share. */
final class RunLimit {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final int most;
  private final LongSupplier clock;
  private long start;
  private int runs;

  RunLimit(int most, LongSupplier nanoClock) {
    this.most = most;
    this.clock = nanoClock;
    this.start = nanoClock.getAsLong();
  }

  /** Whether it may run once more; if so, that counts. */
  synchronized boolean allows() {
    long now = clock.getAsLong();
    if (now - start >= MINUTE) {
      start = now;
      runs = 0;
    }
    if (runs == most) {
      return false;
    }
    runs++;
    return true;
  }
}
