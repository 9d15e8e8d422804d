package org.llmspell.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.llmspell.benchmarks.workflows.Workflows;

/** What the framework of workflows costs, beside the same work in plain Java. */
final class WorkflowsPart implements Part {
  private static final String STEP = "< 5 µs";

  @Override
  public List<Row> measure() throws Exception {
    try (var workflows = Workflows.start()) {
      return List.of(
          step("a step of a sequence, a function that does nothing", workflows::functions),
          step("a step of a sequence, a trivial tool", workflows::tools),
          all("10,000 parallel branches, all at once", "virtual threads", workflows::branches),
          all("loop of 100,000 iterations", "a loop", workflows::iterations));
    }
  }

  /** One that does not come to its end does not keep the others from being told. */
  private static Row row(
      String what,
      String target,
      Callable<Workflows.Figures> work,
      Function<Workflows.Figures, Row> row)
      throws Exception {
    try {
      return row.apply(work.call());
    } catch (IOException e) {
      return Row.notMeasured("workflow: " + what, target, String.valueOf(e.getMessage()));
    }
  }

  private static Row step(String what, Callable<Workflows.Figures> work) throws Exception {
    return row(
        what,
        STEP,
        work,
        figures ->
            new Row(
                "workflow: " + what,
                Row.number(figures.ours(), "µs"),
                STEP,
                "direct call %s; sequences of 100 steps"
                    .formatted(Row.number(figures.plain(), "µs"))));
  }

  private static Row all(String what, String peer, Callable<Workflows.Figures> work)
      throws Exception {
    return row(
        what,
        "",
        work,
        figures ->
            new Row(
                "workflow: " + what,
                Row.number(figures.ours(), "ms"),
                "",
                "%s %s; peak memory of the workflow %s, all results right"
                    .formatted(
                        peer,
                        Row.number(figures.plain(), "ms"),
                        Row.number(figures.peakBytes() / 1e6, "MB"))));
  }
}
