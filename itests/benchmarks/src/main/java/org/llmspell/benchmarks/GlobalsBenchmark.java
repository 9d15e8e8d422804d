package org.llmspell.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptRunner;
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

/**
 * A new script state with all globals that are there, for a script that does nothing: its thread,
 * its library, its globals.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class GlobalsBenchmark {
  private static final ScriptRequest EMPTY = Scripts.of("empty.lua", "return 1");

  private @Nullable Container container;
  private @Nullable ScriptRunner runner;

  /** Starts the container. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Container started = Container.start();
    container = started;
    runner = started.service(ScriptRunner.class);
  }

  /** Stops the container. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    Container.present(container, "container").close();
  }

  /** After warm-up. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Warmup(iterations = 4, time = 1)
  @Measurement(iterations = 6, time = 1)
  public ScriptResult warm() {
    return Container.present(runner, "runner").run(EMPTY);
  }

  /** The very first script of a process. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @Fork(5)
  public ScriptResult first() {
    return Container.present(runner, "runner").run(EMPTY);
  }
}
