package org.llmspell.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.security.LevelStage;
import org.llmspell.security.LimitStage;
import org.llmspell.security.audit.AuditLog;
import org.llmspell.security.policy.PolicyService;

/** What levels and limits add to a call, in processor time. */
final class SecurityPart implements Part {
  private static final String TARGET = "< 200 ns";
  private static final int BATCHES = 60;
  private static final int CALLS = 100_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private volatile @Nullable Object sink;

  /** Something to measure. */
  private interface Work {
    Object once();
  }

  /** The figures of a work, in nanoseconds. */
  private record Cost(double best, double median) {
    Cost minus(Cost other) {
      return new Cost(best - other.best, median - other.median);
    }

    Row row(String what, String target) {
      return new Row(
          what,
          Row.number(best, "ns"),
          target,
          "median %s of %d batches; processor time".formatted(Row.number(median, "ns"), BATCHES));
    }
  }

  @Override
  public List<Row> measure() throws Exception {
    var policies =
        new PolicyService(
            Path.of(""), Map.of(), Optional.empty(), settings(Map.of("max_level", "privileged")));
    var level = new LevelStage(policies, AuditLog.nowhere());
    var limit = new LimitStage(policies);
    Invocation plain = call(policies, Map.of("denied_tools", List.of("x")));
    Invocation timed = call(policies, Map.of("limits", Map.of("max_call_time_ms", 60_000L)));
    ToolOutput done = ToolOutput.success("add", 42L);
    try {
      Cost levels = cost(() -> level.around(plain, _ -> done));
      Cost limits = cost(() -> limit.around(plain, _ -> done));
      Cost both = cost(() -> level.around(plain, next -> limit.around(next, _ -> done)));
      Cost deadline = cost(() -> level.around(timed, next -> limit.around(next, _ -> done)));
      Cost bare = pipeline(false);
      Cost guarded = pipeline(true);
      return List.of(
          levels.row("security: level of a call", ""),
          limits.row("security: limits of a call", ""),
          both.row("security: both", TARGET),
          deadline.row("security: both, with a wall time of its own", TARGET),
          guarded.minus(bare).row("security: in the whole pipeline, over one without", TARGET));
    } finally {
      limit.close();
    }
  }

  private static Settings settings(Map<String, Object> security) {
    return new Settings(Map.of("runtime", Map.of("security", security)));
  }

  private static Invocation call(PolicyService policies, Map<String, Object> security) {
    ExecutionContext context =
        policies.secure(ExecutionContext.create(), settings(security), Path.of(""), Map.of());
    var info =
        new ToolInfo(
            "adder",
            "",
            "",
            SecurityLevel.RESTRICTED,
            new SemanticVersion(1, 0, 0),
            List.of(),
            "benchmark");
    var tool = new Adder();
    return new Invocation(info, tool::schema, Map.of("a", 20L, "b", 22L), context);
  }

  private Cost pipeline(boolean guarded) throws Exception {
    var benchmark = new PipelineBenchmark();
    benchmark.guarded = guarded;
    benchmark.start();
    try {
      return cost(benchmark::pipeline);
    } finally {
      benchmark.stop();
    }
  }

  private Cost cost(Work work) {
    double[] batches = new double[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < CALLS; i++) {
        sink = work.once();
      }
      batches[batch] = (THREADS.getCurrentThreadCpuTime() - start) / (double) CALLS;
    }
    Arrays.sort(batches);
    return new Cost(batches[0], batches[BATCHES / 2]);
  }
}
