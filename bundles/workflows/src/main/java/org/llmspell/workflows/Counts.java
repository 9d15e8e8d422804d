package org.llmspell.workflows;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts runs. Safe to share between threads. */
final class Counts {
  private final LongAdder well = new LongAdder();
  private final LongAdder badly = new LongAdder();
  private final DoubleAdder millis = new DoubleAdder();

  void add(boolean success, double took) {
    (success ? well : badly).increment();
    millis.add(took);
  }

  long well() {
    return well.sum();
  }

  long badly() {
    return badly.sum();
  }

  /** The mean time of a run in milliseconds; 0 before the first. */
  double meanMillis() {
    long all = well() + badly();
    return all == 0 ? 0 : millis.sum() / all;
  }
}
