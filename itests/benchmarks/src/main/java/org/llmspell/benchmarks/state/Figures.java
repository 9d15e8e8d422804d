package org.llmspell.benchmarks.state;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What is made of several rounds. */
final class Figures {
  private Figures() {}

  /** Processor time of this process so far, all threads together. */
  static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  static double median(double[] rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
