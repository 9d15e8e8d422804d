package org.llmspell.benchmarks;

import java.util.ArrayList;
import java.util.List;
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
    rows.addAll(onTheWall(turn, turns));
    rows.add(inProcessorTime(cpu, "ours", turns.ours().cpu(), turns.bare().cpu()));
    rows.add(inProcessorTime(cpu, PEER, turns.peer().cpu(), turns.bare().cpu()));
    rows.addAll(onTheWall(piece, streams));
    return rows;
  }

  private static List<Row> onTheWall(String what, Turns.Result result) {
    return List.of(
        onTheWall(what, "ours", TARGET, result.ours(), result),
        onTheWall(what, PEER, "", result.peer(), result));
  }

  private static Row onTheWall(
      String what, String who, String target, Turns.Figures figures, Turns.Result result) {
    return new Row(
        what.formatted(who),
        Row.number(figures.median() - result.bare().median(), "µs"),
        target,
        "%s in all, bare %s; 99th percentile %s, bare %s; medians of %,d"
            .formatted(
                Row.number(figures.median(), "µs"),
                Row.number(result.bare().median(), "µs"),
                Row.number(figures.late(), "µs"),
                Row.number(result.bare().late(), "µs"),
                result.samples()));
  }

  private static Row inProcessorTime(String what, String who, double all, double bare) {
    return new Row(
        what.formatted(who),
        Row.number(all - bare, "µs"),
        "",
        "%s in all, bare %s; of the whole process, the server's part in it"
            .formatted(Row.number(all, "µs"), Row.number(bare, "µs")));
  }
}
