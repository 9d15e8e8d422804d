package org.llmspell.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What JMH measures: the pipeline and the globals. */
final class MicroPart implements Part {

  @Override
  public List<Row> measure() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(PipelineBenchmark.class.getName())
                    .include(GlobalsBenchmark.class.getName())
                    .shouldFailOnError(true)
                    .build())
            .run();
    double bare = score(results, "bare", "0");
    List<Row> rows = new ArrayList<>();
    for (String stages : List.of("0", "1")) {
      double pipeline = score(results, "pipeline", stages);
      rows.add(
          new Row(
              "tool call through the pipeline, " + stages + " stages, over the bare method",
              Row.number(pipeline - bare, "ns"),
              stages.equals("0") ? "< 1000 ns" : "",
              "bare method " + Row.number(bare, "ns") + ", whole " + Row.number(pipeline, "ns")));
    }
    rows.add(
        new Row(
            "new script with all globals, warm",
            Row.number(score(results, "warm", ""), "µs"),
            "< 1000 µs",
            ""));
    rows.add(
        new Row(
            "new script with all globals, the first of a process",
            Row.number(score(results, "first", "") / 1000, "ms"),
            "< 5 ms",
            "includes loading the engine's classes"));
    return rows;
  }

  private static double score(Collection<RunResult> results, String method, String stages) {
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().endsWith("." + method))
        .filter(r -> stages.isEmpty() || r.getParams().getParam("stages").equals(stages))
        .mapToDouble(r -> r.getPrimaryResult().getScore())
        .findFirst()
        .orElseThrow();
  }
}
