package org.llmspell.state;

import java.time.Duration;

/** Rests between steps, four times as long as a step has taken. For one thread. */
final class Pace {
  private static final long LEAST = Duration.ofMillis(5).toNanos();
  private static final long MOST = Duration.ofSeconds(1).toNanos();

  private long begun = System.nanoTime();

  /** A step is done. */
  void rest() throws InterruptedException {
    long took = System.nanoTime() - begun;
    Thread.sleep(Duration.ofNanos(Math.clamp(4 * took, LEAST, MOST)));
    begun = System.nanoTime();
  }
}
