package org.llmspell.benchmarks;

/**
 * How long calls took, in buckets of about 6 %. Written by one thread; read when that one has
 * ended.
 */
final class Latencies {
  private static final int STEPS = 16;

  private final long[] buckets = new long[64 * STEPS];
  private long count;

  void add(long nanos) {
    buckets[bucket(Math.max(1, nanos))]++;
    count++;
  }

  private static int bucket(long nanos) {
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    long rest = exponent < 4 ? nanos << (4 - exponent) : nanos >> (exponent - 4);
    return exponent * STEPS + (int) (rest & (STEPS - 1));
  }

  void add(Latencies other) {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
    count += other.count;
  }

  long count() {
    return count;
  }

  /** The time in microseconds that the given share of the calls kept below. */
  double micros(double share) {
    long wanted = (long) Math.ceil(count * share);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= wanted && wanted > 0) {
        return Math.scalb(1 + (i % STEPS + 1) / (double) STEPS, i / STEPS) / 1000;
      }
    }
    return 0;
  }
}
