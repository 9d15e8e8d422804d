package org.llmspell.events;

import java.util.concurrent.atomic.AtomicLongArray;
import org.llmspell.core.event.SubscriptionStatistics;

/**
 * What the taker of a subscription counts. Written by one thread at a time, so that counting needs
 * no atomic steps; read by any.
 */
final class Tally {
  /** The weight of the newest value in the average. */
  private static final double WEIGHT = 0.1;

  // On cache lines of their own, so that counting does not disturb publishers.
  private static final int DELIVERED = 8;
  private static final int EXPIRED = 9;
  private static final int FAILED = 10;
  private static final int MOST_PENDING = 11;
  private static final int NANOS = 12;

  private final AtomicLongArray cells = new AtomicLongArray(24);

  void delivered(long count) {
    cells.setRelease(DELIVERED, cells.getPlain(DELIVERED) + count);
  }

  void expired() {
    cells.getAndIncrement(EXPIRED);
  }

  void failed() {
    cells.getAndIncrement(FAILED);
  }

  void seen(long pending) {
    if (pending > cells.getPlain(MOST_PENDING)) {
      cells.setRelease(MOST_PENDING, pending);
    }
  }

  void took(long nanos, int events) {
    double average = Double.longBitsToDouble(cells.getPlain(NANOS));
    double each = (double) nanos / events;
    double next = average == 0 ? each : average + WEIGHT * (each - average);
    cells.setRelease(NANOS, Double.doubleToLongBits(next));
  }

  SubscriptionStatistics statistics(long dropped, long pending) {
    return new SubscriptionStatistics(
        cells.get(DELIVERED),
        dropped,
        cells.get(EXPIRED),
        cells.get(FAILED),
        pending,
        Math.max(pending, cells.get(MOST_PENDING)),
        Double.longBitsToDouble(cells.get(NANOS)));
  }
}
