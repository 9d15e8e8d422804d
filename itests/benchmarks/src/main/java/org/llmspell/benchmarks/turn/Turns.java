package org.llmspell.benchmarks.turn;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs turns of several kinds against the same server, in short rounds that take turns. */
public final class Turns {
  private static final int ROUNDS = 30;
  private static final int TURNS = 100;
  private static final int WARM_UP = 15;

  private Turns() {}

  /**
   * Medians of the time of one turn, in microseconds, by kind.
   *
   * @param bare the two requests alone
   * @param langChain the same through LangChain4j's AI services
   */
  public record Result(double bare, double langChain) {}

  /** Measures. */
  public static Result measure() throws Exception {
    Map<String, Turn> kinds = new LinkedHashMap<>();
    try (var vendor = LocalVendor.start();
        var bare = new BareTurn(vendor.baseUrl());
        var langChain = new LangChainTurn(vendor.baseUrl())) {
      kinds.put("bare", bare);
      kinds.put("langChain", langChain);
      Map<String, double[]> micros = new LinkedHashMap<>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        for (var kind : kinds.entrySet()) {
          double[] all = micros.computeIfAbsent(kind.getKey(), _ -> new double[ROUNDS * TURNS]);
          for (int i = 0; i < TURNS; i++) {
            double time = time(kind.getValue());
            if (round >= 0) {
              all[round * TURNS + i] = time;
            }
          }
        }
      }
      return new Result(median(micros, "bare"), median(micros, "langChain"));
    }
  }

  private static double time(Turn turn) throws Exception {
    long start = System.nanoTime();
    String answer = turn.once();
    long end = System.nanoTime();
    if (!answer.contains("The sum is 42.")) {
      throw new IOException("The turn has gone wrong: " + answer);
    }
    return (end - start) / 1e3;
  }

  private static double median(Map<String, double[]> micros, String kind) {
    double[] sorted = micros.getOrDefault(kind, new double[1]).clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
