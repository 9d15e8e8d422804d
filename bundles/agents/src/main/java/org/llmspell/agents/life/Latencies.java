package org.llmspell.agents.life;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long the last turns took. Lock-free. */
public final class Latencies {
  private static final int KEPT = 1_024;

  private final AtomicLong next = new AtomicLong();
  private final LongAdder total = new LongAdder();
  private final AtomicLongArray ring = new AtomicLongArray(KEPT);

  void add(long nanos) {
    ring.set((int) (next.getAndIncrement() % KEPT), nanos);
    total.add(nanos);
  }

  /** How many there were in all. */
  public long count() {
    return next.get();
  }

  /** The mean of all, in milliseconds; 0 without any. */
  public double meanMillis() {
    long count = count();
    return count == 0 ? 0 : total.sum() / 1e6 / count;
  }

  /**
   * Percentiles of the last 1024, in milliseconds; zeros without any.
   *
   * @param ranks each from 0 to 1
   */
  public double[] percentilesMillis(double... ranks) {
    int size = (int) Math.min(count(), KEPT);
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = ring.get(i);
    }
    Arrays.sort(sorted);
    return Arrays.stream(ranks)
        .map(rank ->
            size == 0
                ? 0
                : sorted[Math.clamp((long) Math.ceil(rank * size) - 1, 0, size - 1)] / 1e6)
        .toArray();
  }
}
