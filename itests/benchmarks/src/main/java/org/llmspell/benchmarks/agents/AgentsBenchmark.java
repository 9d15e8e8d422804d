package org.llmspell.benchmarks.agents;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.benchmarks.AdderTool;
import org.llmspell.benchmarks.Container;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentFactory;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.tool.Tool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Making an agent, and turns with a model that answers at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class AgentsBenchmark {
  private static final AgentInput QUESTION = AgentInput.text("20 + 22?");

  private @Nullable Container container;
  private @Nullable AgentFactory factory;
  private @Nullable Agent agent;
  private long number;

  private static AgentSpec spec(String name) {
    return AgentSpec.builder(name)
        .description("Adds")
        .model(AgentModel.of(new ModelName("instant", "model")))
        .maxConversationLength(8)
        .allowedTools(List.of("adder"))
        .build();
  }

  /** Starts the container. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Container started = Container.start(List.of("org.llmspell.agents"));
    started.register(ModelRegistry.class, new InstantModels(), Map.of());
    started.register(Tool.class, AdderTool.create(), Map.of("llmspell.tool.name", "adder"));
    factory = started.service(AgentFactory.class);
    agent = factory.create(spec("adding"));
    container = started;
    if (!turn().text().equals("It is 42") || turn().toolCalls().size() != 1) {
      throw new IllegalStateException("The agent does not add");
    }
  }

  /** Stops the container. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    Container.present(container, "container").close();
  }

  /** Makes an agent and ends it. */
  @Benchmark
  public boolean create() {
    AgentFactory makes = Container.present(factory, "factory");
    String name = "agent" + number++;
    makes.create(spec(name));
    return makes.destroy(name);
  }

  /** One turn with one call of a tool. */
  @Benchmark
  public AgentOutput turn() {
    return Container.present(agent, "agent").execute(QUESTION, ExecutionContext.create());
  }
}
