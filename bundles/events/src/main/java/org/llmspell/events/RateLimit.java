package org.llmspell.events;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket as one number: the time at which it will be full again (generic cell rate
 * algorithm). Safe to share between threads.
 */
final class RateLimit {
  private final LongSupplier nanoTime;
  private final double perSecond;
  private final double nanosEach;
  private final long burstNanos;
  private final AtomicLong fullAt;

  /**
   * A limit.
   *
   * @param perSecond how many in the long run
   * @param burst how many at once after a pause
   */
  RateLimit(double perSecond, long burst, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.perSecond = perSecond;
    this.nanosEach = 1e9 / perSecond;
    this.burstNanos = (long) (burst * nanosEach);
    this.fullAt = new AtomicLong(nanoTime.getAsLong());
  }

  /** Takes a token, if there is one. */
  boolean tryAcquire() {
    long now = nanoTime.getAsLong();
    while (true) {
      long full = fullAt.get();
      long next = Math.max(full - now, 0) + (long) Math.ceil(nanosEach);
      if (next > burstNanos) {
        return false;
      }
      if (fullAt.compareAndSet(full, now + next)) {
        return true;
      }
    }
  }

  double perSecond() {
    return perSecond;
  }
}
