package org.llmspell.events;

import java.util.stream.LongStream;
import org.llmspell.core.event.EventMetrics.Trend;

/** Events of each of the last sixty seconds. For one thread at a time. */
final class Rates {
  private static final int SECONDS = 61;
  private static final int WINDOW = 5;

  private final long[] seconds = new long[SECONDS];
  private final long[] counts = new long[SECONDS];
  private long first = Long.MAX_VALUE;

  void count(long second) {
    int slot = (int) (second % SECONDS);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    counts[slot]++;
    first = Math.min(first, second);
  }

  long at(long second) {
    int slot = (int) (second % SECONDS);
    return seconds[slot] == second ? counts[slot] : 0;
  }

  /** The most in one second of the last minute, the running second included. */
  long peak(long now) {
    return LongStream.rangeClosed(now - SECONDS + 1, now).map(this::at).max().orElse(0);
  }

  /** The last full window beside the one before. */
  Trend trend(long now) {
    if (first > now - 2 * WINDOW) {
      return Trend.UNKNOWN;
    }
    double before = sum(now - 2 * WINDOW);
    double after = sum(now - WINDOW);
    if (after > before * 1.1) {
      return Trend.INCREASING;
    }
    return after < before * 0.9 ? Trend.DECREASING : Trend.STABLE;
  }

  private long sum(long from) {
    return LongStream.range(from, from + WINDOW).map(this::at).sum();
  }
}
