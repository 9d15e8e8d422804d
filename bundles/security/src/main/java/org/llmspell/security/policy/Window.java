package org.llmspell.security.policy;

/** Counts what happens in a second. Safe to share between threads. */
final class Window {
  private static final long SECOND = 1_000_000_000L;

  private final long max;
  private long start = System.nanoTime();
  private long count;
  private long total;

  Window(long max) {
    this.max = max;
  }

  /** Counts, and tells how much there was in this second when it is too much; else 0. */
  synchronized long add(long amount) {
    long now = System.nanoTime();
    if (now - start >= SECOND) {
      start = now;
      count = 0;
    }
    count += amount;
    total += amount;
    return count > max ? count : 0;
  }

  synchronized long total() {
    return total;
  }
}
