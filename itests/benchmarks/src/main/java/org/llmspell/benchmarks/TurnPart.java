package org.llmspell.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.llmspell.benchmarks.turn.Turns;

/** Turns and streams of an agent over its real client, beside the bare exchange and LangChain4j. */
final class TurnPart implements Part {
  private static final String TARGET = "< 1000 µs";
  private static final String PEER = "LangChain4j AI services";

  @Override
  public List<Row> measure() throws Exception {
    Turns.Result turns = Turns.turns();
    Turns.Result streams = Turns.streams();
    String turn = "one turn with one tool call, %s over the bare exchange";
    String cpu = "the same in processor time, %s";
    String piece = "first piece of a stream, from arrival to its reader, %s over the bare client";
    List<Row> rows = new ArrayList<>();
    rows.addAll(rows(turn, TARGET, turns, Turns.Figures::median));
    rows.addAll(rows(cpu, "", turns, Turns.Figures::cpu));
    rows.addAll(rows(piece, TARGET, streams, Turns.Figures::median));
    return rows;
  }

  private static List<Row> rows(
      String what, String target, Turns.Result result, ToDoubleFunction<Turns.Figures> figure) {
    double bare = figure.applyAsDouble(result.bare());
    return List.of(
        row(what, "ours", target, result.ours(), figure, bare, result.samples()),
        row(what, PEER, "", result.peer(), figure, bare, result.samples()));
  }

  private static Row row(
      String what,
      String who,
      String target,
      Turns.Figures figures,
      ToDoubleFunction<Turns.Figures> figure,
      double bare,
      int samples) {
    double all = figure.applyAsDouble(figures);
    return new Row(
        what.formatted(who),
        Row.number(all - bare, "µs"),
        target,
        "%s in all, bare %s; 99th percentile on the wall %s; medians of %,d"
            .formatted(
                Row.number(all, "µs"),
                Row.number(bare, "µs"),
                Row.number(figures.late(), "µs"),
                samples));
  }
}
