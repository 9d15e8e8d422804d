package org.llmspell.console;

import java.util.concurrent.TimeUnit;

/** Lets so many through in a second, as a bucket that fills steadily. For one thread. */
final class AcceptRate {
  private final double perNano;
  private final double size;
  private double left;
  private long last = System.nanoTime();

  AcceptRate(int perSecond) {
    this.perNano = perSecond / 1e9;
    this.size = perSecond;
    this.left = perSecond;
  }

  /** Takes one, after waiting for it when there is none left. */
  void take() throws InterruptedException {
    refill();
    if (left < 1) {
      TimeUnit.NANOSECONDS.sleep((long) ((1 - left) / perNano) + 1);
      refill();
    }
    left--;
  }

  private void refill() {
    long now = System.nanoTime();
    left = Math.min(size, left + (now - last) * perNano);
    last = now;
  }
}
