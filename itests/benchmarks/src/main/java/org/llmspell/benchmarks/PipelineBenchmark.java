package org.llmspell.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.tool.Tool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One tool call: the method alone, and through the whole pipeline with no and with one stage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class PipelineBenchmark {

  /** How many stages stand in the pipeline. */
  @Param({"0", "1"})
  public int stages = 0;

  /** Whether levels and limits are held, as in the product. */
  @Param({"false"})
  public boolean guarded = false;

  private final Tool tool = new Adder();
  private final ExecutionContext context = ExecutionContext.create();
  private final Map<String, @Nullable Object> parameters = Map.of("a", 20L, "b", 22L);
  private @Nullable Container container;
  private @Nullable ToolInvoker invoker;

  /** Starts the container. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Container started = guarded ? Container.start() : Container.unguarded(List.of());
    started.register(Tool.class, tool, Map.of("llmspell.tool.name", "adder"));
    for (int i = 0; i < stages; i++) {
      started.register(
          PipelineStage.class,
          (invocation, next) -> next.proceed(invocation),
          Map.of("llmspell.stage", "AROUND"));
    }
    invoker = started.service(ToolInvoker.class);
    container = started;
    if (!Long.valueOf(42).equals(pipeline().data())) {
      throw new IllegalStateException("The adder does not add");
    }
  }

  /** Stops the container. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    Container.present(container, "container").close();
  }

  /** The method alone. */
  @Benchmark
  public ToolOutput bare() {
    return tool.call(parameters, context);
  }

  /** The whole pipeline. */
  @Benchmark
  public ToolOutput pipeline() {
    return Container.present(invoker, "invoker").invoke("adder", parameters, context);
  }
}
