package org.llmspell.benchmarks.state;

import java.util.Arrays;

/** What is made of several rounds. */
final class Figures {
  private Figures() {}

  static double median(double[] rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
