package org.llmspell.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.llmspell.benchmarks.agents.AgentsBenchmark;
import org.llmspell.benchmarks.agents.InstantModels;
import org.llmspell.core.AgentInput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentFactory;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.stream.ChunkContent;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What agents cost, without the vendor: making one, a turn with a tool, the first piece. */
final class AgentsPart implements Part {
  private static final int STREAMS = 2_000;

  @Override
  public List<Row> measure() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(AgentsBenchmark.class.getName())
                    .shouldFailOnError(true)
                    .build())
            .run();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "agent made and destroyed",
            Row.number(score(results, "create"), "µs"),
            "< 1000 µs",
            ""));
    rows.add(
        new Row(
            "agent turn with one tool call, the model answers at once",
            Row.number(score(results, "turn"), "µs"),
            "< 1000 µs",
            "all of it is the framework's"));
    rows.add(firstPiece());
    return rows;
  }

  private static double score(Collection<RunResult> results, String method) {
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().endsWith("." + method))
        .mapToDouble(r -> r.getPrimaryResult().getScore())
        .findFirst()
        .orElseThrow();
  }

  /** From the piece that the model's stream gives to the same in the hands of the reader. */
  private static Row firstPiece() throws Exception {
    var models = new InstantModels();
    try (Container container = Container.start(List.of("org.llmspell.agents"))) {
      container.register(ModelRegistry.class, models, Map.of());
      Agent agent =
          container
              .service(AgentFactory.class)
              .create(
                  AgentSpec.builder("streaming")
                      .model(AgentModel.of(new ModelName("instant", "model")))
                      .maxConversationLength(8)
                      .build());
      long[] nanos = new long[STREAMS];
      for (int i = 0; i < 2 * STREAMS; i++) {
        nanos[i % STREAMS] = oneStream(agent, models);
      }
      Arrays.sort(nanos);
      return new Row(
          "streaming: first piece handed on to another thread, median",
          Row.number(nanos[STREAMS / 2] / 1e3, "µs"),
          "< 1000 µs",
          "99th percentile " + Row.number(nanos[STREAMS * 99 / 100] / 1e3, "µs"));
    }
  }

  private static long oneStream(Agent agent, InstantModels models) {
    long took = 0;
    try (var stream = agent.streamExecute(AgentInput.text("go"), ExecutionContext.create())) {
      while (stream.hasNext()) {
        if (stream.next().content() instanceof ChunkContent.Text) {
          took = System.nanoTime() - models.given();
        }
      }
    }
    return took;
  }
}
