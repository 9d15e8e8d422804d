package org.llmspell.benchmarks.hooks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.benchmarks.Container;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.runtime.ToolInvoker;
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

/** Firing a point without hooks and with hooks that only go on, and a tool call with them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class HooksBenchmark {

  /** How many hooks there are. */
  @Param({"0", "1", "5"})
  public int hooks = 0;

  private final HookContext context =
      HookContext.of(StandardPoint.BEFORE_TOOL_EXECUTION, HookComponent.tool("t"), Map.of());
  private final ExecutionContext call = ExecutionContext.create();
  private final Map<String, @Nullable Object> parameters = Map.of("input", "2 * (3 + 4)");
  private @Nullable Container container;
  private @Nullable HookExecutor executor;
  private @Nullable ToolInvoker invoker;

  /** Starts the container. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Container started =
        Container.start(List.of("org.llmspell.hooks", "org.llmspell.tools-utility"));
    for (int i = 0; i < hooks; i++) {
      started.register(
          Hook.class,
          _ -> HookResult.proceed(),
          Map.of(
              "llmspell.hook.name",
              "h" + i,
              "llmspell.hook.points",
              new String[] {"BeforeToolExecution"}));
    }
    executor = started.service(HookExecutor.class);
    invoker = started.service(ToolInvoker.class);
    container = started;
  }

  /** Stops the container. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    Container.present(container, "container").close();
  }

  /** Firing alone. */
  @Benchmark
  public HookOutcome fire() {
    return Container.present(executor, "executor")
        .fire(StandardPoint.BEFORE_TOOL_EXECUTION, () -> context);
  }

  /** A call of the calculator. */
  @Benchmark
  public ToolOutput calculator() {
    return Container.present(invoker, "invoker").invoke("calculator", parameters, call);
  }
}
