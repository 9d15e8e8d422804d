package org.llmspell.benchmarks;

import java.util.List;
import org.llmspell.benchmarks.turn.Turns;

/** One turn of an agent with one tool call, beside the bare exchange and LangChain4j. */
final class TurnPart implements Part {

  @Override
  public List<Row> measure() throws Exception {
    Turns.Result result = Turns.measure();
    return List.of(row("LangChain4j AI services", result.langChain(), result.bare()));
  }

  private static Row row(String what, double micros, double bare) {
    return new Row(
        "one turn with one tool call, %s over the bare exchange".formatted(what),
        Row.number(micros - bare, "µs"),
        "< 1000 µs",
        "%s in all, bare exchange %s; medians of 3,000"
            .formatted(Row.number(micros, "µs"), Row.number(bare, "µs")));
  }
}
