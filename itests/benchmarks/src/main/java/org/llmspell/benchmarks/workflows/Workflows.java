package org.llmspell.benchmarks.workflows;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.llmspell.benchmarks.AdderTool;
import org.llmspell.benchmarks.Container;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.core.workflow.WorkflowRegistry;

/** Workflows of a real container, with hooks, events and security, and the same in plain Java. */
public final class Workflows implements AutoCloseable {
  private static final List<String> BUNDLES =
      List.of("org.llmspell.hooks", "org.llmspell.events", "org.llmspell.workflows");
  private static final int STEPS = 100;
  private static final int RUNS = 1_000;
  private static final int BRANCHES = 10_000;
  private static final int ITERATIONS = 100_000;
  private static final int TIMES = 3;
  private static final long MOST_MILLIS = 60_000;

  private final Container container;
  private final WorkflowRegistry registry;
  private final AtomicLong done = new AtomicLong();

  private Workflows(Container container, WorkflowRegistry registry) {
    this.container = container;
    this.registry = registry;
  }

  /** Starts. */
  public static Workflows start() throws Exception {
    Container container = Container.start(BUNDLES);
    container.register(Tool.class, AdderTool.create(), Map.of("llmspell.tool.name", "adder"));
    return new Workflows(container, container.service(WorkflowRegistry.class));
  }

  /**
   * The figures of one kind of work; times are medians.
   *
   * @param ours the workflow
   * @param plain the same in plain Java
   * @param peakBytes the most memory in use while the workflow ran, over what was in use before; 0
   *     when that was not measured
   */
  public record Figures(double ours, double plain, long peakBytes) {}

  /** Something that is done once, and says whether all its results were right. */
  private interface Work {
    boolean once() throws Exception;
  }

  private StepFunction step() {
    return (_, _, _) -> done.incrementAndGet();
  }

  private Workflow workflow(Map<String, ? extends @Nullable Object> form) {
    return registry.create(form);
  }

  private static Map<String, @Nullable Object> run(Workflow workflow) {
    return workflow.run(Map.of(), ExecutionContext.create());
  }

  private static boolean isGood(Map<String, @Nullable Object> result) throws IOException {
    if (!Boolean.TRUE.equals(result.get("success"))) {
      throw new IOException("the run failed: " + result.get("error"));
    }
    return true;
  }

  /** Steps that do nothing, one after the other: microseconds a step. */
  public Figures functions() throws Exception {
    return sequence(
        i -> Map.of("name", "s" + i, "function", step()),
        () -> {
          Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
          StepFunction step = step();
          var context = ExecutionContext.create();
          for (int i = 0; i < STEPS; i++) {
            outputs.put("s" + i, step.call(null, outputs, context));
          }
          return outputs.size() == STEPS;
        });
  }

  /** Steps that call a trivial tool: microseconds a step. */
  public Figures tools() throws Exception {
    Tool adder = AdderTool.create();
    return sequence(
        i -> Map.of("name", "s" + i, "tool", "adder", "input", Map.of("a", 20L, "b", 22L)),
        () -> {
          Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
          var context = ExecutionContext.create();
          for (int i = 0; i < STEPS; i++) {
            outputs.put("s" + i, adder.call(Map.of("a", 20L, "b", 22L), context).text());
          }
          return outputs.size() == STEPS;
        });
  }

  private Figures sequence(
      java.util.function.IntFunction<Map<String, @Nullable Object>> step, Work plain)
      throws Exception {
    List<Map<String, @Nullable Object>> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(step.apply(i));
    }
    Workflow workflow = workflow(Map.of("type", "sequential", "name", "steps", "steps", steps));
    return new Figures(
        median(RUNS, () -> isGood(run(workflow))) / 1e3 / STEPS,
        median(RUNS, plain) / 1e3 / STEPS,
        0);
  }

  /** Branches of one step, all at once: milliseconds. */
  public Figures branches() throws Exception {
    List<Map<String, @Nullable Object>> branches = new ArrayList<>();
    for (int i = 0; i < BRANCHES; i++) {
      branches.add(
          Map.of("name", "b" + i, "steps", List.of(Map.of("name", "s" + i, "function", step()))));
    }
    Workflow workflow =
        workflow(
            Map.of(
                "type",
                "parallel",
                "name",
                "fork",
                "branches",
                branches,
                "max_concurrency",
                (long) BRANCHES));
    Work ours =
        () -> {
          done.set(0);
          Map<String, @Nullable Object> result = run(workflow);
          return isGood(result)
              && done.get() == BRANCHES
              && result.get("results") instanceof Map<?, ?> all
              && all.size() == BRANCHES;
        };
    return new Figures(median(TIMES, ours) / 1e6, median(TIMES, this::fork) / 1e6, peak(ours));
  }

  private boolean fork() throws InterruptedException, ExecutionException {
    StepFunction step = step();
    var context = ExecutionContext.create();
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<@Nullable Object>> results = new ArrayList<>();
      for (int i = 0; i < BRANCHES; i++) {
        results.add(threads.submit(() -> step.call(null, Map.of(), context)));
      }
      for (int i = 0; i < BRANCHES; i++) {
        outputs.put("b" + i, results.get(i).get());
      }
    }
    return outputs.size() == BRANCHES;
  }

  /** A loop around one step: milliseconds. */
  public Figures iterations() throws Exception {
    Workflow workflow =
        workflow(
            Map.of(
                "type",
                "loop",
                "name",
                "loop",
                "iterator",
                Map.of("range", Map.of("start", 0L, "end", (long) ITERATIONS, "step", 1L)),
                "timeout_ms",
                MOST_MILLIS,
                "aggregation",
                "last_only",
                "body",
                List.of(Map.of("name", "s", "function", step()))));
    Work ours =
        () -> {
          done.set(0);
          return isGood(run(workflow)) && done.get() == ITERATIONS;
        };
    Work plain =
        () -> {
          StepFunction step = step();
          var context = ExecutionContext.create();
          @Nullable Object last = null;
          for (int i = 0; i < ITERATIONS; i++) {
            last = step.call(i, Map.of(), context);
          }
          return last != null;
        };
    return new Figures(median(TIMES, ours) / 1e6, median(TIMES, plain) / 1e6, peak(ours));
  }

  /** Nanoseconds of one, after as many to warm up. */
  private static double median(int times, Work work) throws Exception {
    long[] nanos = new long[times];
    for (int i = 0; i < 2 * times; i++) {
      long start = System.nanoTime();
      boolean good = work.once();
      nanos[i % times] = System.nanoTime() - start;
      if (!good) {
        throw new IOException("a result is wrong");
      }
    }
    Arrays.sort(nanos);
    return nanos[times / 2];
  }

  private static long peak(Work work) throws Exception {
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    ManagementFactory.getMemoryMXBean().gc();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = heap.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    work.once();
    return heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
  }

  @Override
  public void close() throws IOException {
    container.close();
  }
}
