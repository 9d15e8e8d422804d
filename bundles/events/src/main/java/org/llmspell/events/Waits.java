package org.llmspell.events;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the last thousand events have waited. For one thread at a time. */
final class Waits {
  private static final int SAMPLES = 1_000;
  private static final List<Integer> PERCENTILES = List.of(50, 90, 95, 99);

  private final long[] millis = new long[SAMPLES];
  private long count;

  void add(long waited) {
    millis[(int) (count++ % SAMPLES)] = waited;
  }

  /** In microseconds; empty without events. */
  Map<Integer, Double> percentiles() {
    int size = (int) Math.min(count, SAMPLES);
    long[] sorted = Arrays.copyOf(millis, size);
    Arrays.sort(sorted);
    Map<Integer, Double> result = new HashMap<>();
    for (int percentile : PERCENTILES) {
      if (size > 0) {
        int index = (int) Math.ceil(percentile / 100.0 * size) - 1;
        result.put(percentile, sorted[index] * 1_000.0);
      }
    }
    return result;
  }
}
