package org.llmspell.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.llmspell.benchmarks.hooks.HooksBenchmark;
import org.llmspell.core.script.ScriptRunner;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What hooks cost: firing, a tool call with hooks, a hook of a script. */
final class HooksPart implements Part {
  private static final String ROUND_TRIP =
      """
      local calls = 0
      Hook.register("custom:bench", function() calls = calls + 1 end)
      local best = math.huge
      for _ = 1, 20 do
        calls = 0
        local start = os.clock()
        for i = 1, 20000 do Hook.fire("custom:bench") end
        -- Not a round in which the circuit breaker was open, as it is on a busy machine.
        if calls == 20000 then best = math.min(best, os.clock() - start) end
      end
      return best / 20000 * 1e6
      """;

  @Override
  public List<Row> measure() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(HooksBenchmark.class.getName())
                    .shouldFailOnError(true)
                    .build())
            .run();
    List<Row> rows = new ArrayList<>();
    rows.add(row("firing a point without hooks", score(results, "fire", "0"), "< 5 ns"));
    rows.add(row("firing a point, one hook that goes on", score(results, "fire", "1"), "< 100 ns"));
    rows.add(row("firing a point, five hooks that go on", score(results, "fire", "5"), ""));
    double bare = score(results, "calculator", "0");
    double hooked = score(results, "calculator", "5");
    rows.add(
        new Row(
            "5 hooks around a calculator call, more than without",
            Row.number(100 * (hooked - bare) / bare, "%"),
            "< 2 %",
            "without " + Row.number(bare, "ns") + ", with " + Row.number(hooked, "ns")));
    try (Container container = Container.start(List.of("org.llmspell.hooks"))) {
      Object micros =
          container.service(ScriptRunner.class).run(Scripts.of("hook.lua", ROUND_TRIP)).value();
      rows.add(
          new Row(
              "hook of a script, fired by it: there and back",
              Row.number(Double.parseDouble(String.valueOf(micros)), "µs"),
              "< 1 µs",
              ""));
    }
    return rows;
  }

  private static Row row(String what, double nanos, String target) {
    return new Row(what, Row.number(nanos, "ns"), target, "");
  }

  private static double score(Collection<RunResult> results, String method, String hooks) {
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().endsWith("." + method))
        .filter(r -> r.getParams().getParam("hooks").equals(hooks))
        .mapToDouble(r -> r.getPrimaryResult().getScore())
        .findFirst()
        .orElseThrow();
  }
}
