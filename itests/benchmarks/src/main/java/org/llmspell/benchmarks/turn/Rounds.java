package org.llmspell.benchmarks.turn;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs several kinds of the same work in short rounds that take turns, so that all see the same
 * machine.
 */
final class Rounds {
  private static final int ROUNDS = 40;
  private static final int WARM_UP = 40;

  /** How often each kind is measured. */
  static final int PER_ROUND = 50;

  /** How many figures a median is of. */
  static final int SAMPLES = ROUNDS * PER_ROUND;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** Does the work once. */
  interface Work {
    /** The microseconds that count. */
    double micros() throws Exception;
  }

  /**
   * What a kind costs, in microseconds.
   *
   * @param median of the time on the wall
   * @param late 99 of 100 are faster
   * @param cpu time of the processor for all of one exchange, the server's part in it; median of
   *     the rounds
   */
  record Cost(double median, double late, double cpu) {}

  private static final class Kind {
    private final Work work;
    private final double[] micros = new double[SAMPLES];
    private final double[] cpu = new double[ROUNDS];

    Kind(Work work) {
      this.work = work;
    }

    void round(int round) throws Exception {
      long before = SYSTEM.getProcessCpuTime();
      for (int i = 0; i < PER_ROUND; i++) {
        double took = work.micros();
        if (round >= 0) {
          micros[round * PER_ROUND + i] = took;
        }
      }
      if (round >= 0) {
        cpu[round] = (SYSTEM.getProcessCpuTime() - before) / 1e3 / PER_ROUND;
      }
    }

    Cost cost() {
      Arrays.sort(micros);
      Arrays.sort(cpu);
      return new Cost(micros[SAMPLES / 2], micros[SAMPLES * 99 / 100], cpu[ROUNDS / 2]);
    }
  }

  Rounds with(String name, Work work) {
    kinds.put(name, new Kind(work));
    return this;
  }

  /** Measures all; what a kind costs, by name. */
  Map<String, Cost> run() throws Exception {
    List<Kind> order = new ArrayList<>(kinds.values());
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Kind kind : order) {
        kind.round(round);
      }
      // Nobody is always the one after the same other.
      order.add(order.removeFirst());
    }
    Map<String, Cost> costs = new LinkedHashMap<>();
    kinds.forEach((name, kind) -> costs.put(name, kind.cost()));
    return costs;
  }
}
