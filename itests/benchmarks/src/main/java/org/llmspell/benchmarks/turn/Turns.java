package org.llmspell.benchmarks.turn;

import java.io.IOException;
import java.util.Map;

/** Runs turns and streams of several kinds against the same server. */
public final class Turns {
  private static final String BARE = "bare";
  private static final String PEER = "peer";
  private static final String OURS = "ours";

  private Turns() {}

  /**
   * What a kind costs, in microseconds.
   *
   * @param median on the wall
   * @param late 99 of 100 are faster
   * @param cpu of the processor, the server's part included
   */
  public record Figures(double median, double late, double cpu) {
    private static Figures of(Map<String, Rounds.Cost> costs, String kind) {
      var none = new Rounds.Cost(Double.NaN, Double.NaN, Double.NaN);
      Rounds.Cost cost = costs.getOrDefault(kind, none);
      return new Figures(cost.median(), cost.late(), cost.cpu());
    }
  }

  /**
   * The figures of one run.
   *
   * @param bare the requests alone
   * @param peer the same through LangChain4j's AI services
   * @param ours the same through an agent
   * @param samples how many figures the medians are of
   */
  public record Result(Figures bare, Figures peer, Figures ours, int samples) {
    private static Result of(Map<String, Rounds.Cost> costs) {
      return new Result(
          Figures.of(costs, BARE),
          Figures.of(costs, PEER),
          Figures.of(costs, OURS),
          Rounds.SAMPLES);
    }
  }

  /** One turn with one tool call: how long it takes. */
  public static Result turns() throws Exception {
    try (var vendor = LocalVendor.start();
        var bare = new BareTurn(vendor.baseUrl());
        var peer = new LangChainTurn(vendor.baseUrl());
        var ours = Ours.start(vendor.baseUrl())) {
      return Result.of(
          new Rounds()
              .with(BARE, () -> time(bare))
              .with(PEER, () -> time(peer))
              .with(OURS, () -> time(ours))
              .run());
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

  /** One answer in pieces: from the server's sending of the first to the reader who has it. */
  public static Result streams() throws Exception {
    try (var vendor = LocalVendor.start();
        var bare = new BareStream(vendor.baseUrl());
        var peer = new LangChainStream(vendor.baseUrl());
        var ours = Ours.start(vendor.baseUrl())) {
      return Result.of(
          new Rounds()
              .with(BARE, () -> delay(bare, vendor))
              .with(PEER, () -> delay(peer, vendor))
              .with(OURS, () -> delay(ours, vendor))
              .run());
    }
  }

  private static double delay(FirstPiece kind, LocalVendor vendor) throws Exception {
    long at = kind.at();
    if (at < vendor.sent()) {
      throw new IOException("The first piece was there before it was sent");
    }
    return (at - vendor.sent()) / 1e3;
  }
}
