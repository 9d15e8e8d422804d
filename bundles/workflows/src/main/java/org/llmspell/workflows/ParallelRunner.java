package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.workflows.PatternRunner.Ended;
import org.llmspell.workflows.PatternRunner.Row;
import org.llmspell.workflows.PatternRunner.TimeUpException;
import org.llmspell.workflows.definition.Pattern;
import org.llmspell.workflows.definition.Pattern.Branch;

/** Runs branches side by side, each on a virtual thread of its own. */
final class ParallelRunner {
  private static final HookPoint FORK = new HookPoint.Custom("parallel_fork");
  private static final HookPoint MET = new HookPoint.Custom("parallel_synchronization");
  private static final HookPoint JOIN = new HookPoint.Custom("parallel_join");

  private final Run run;
  private final PatternRunner rows;

  ParallelRunner(Run run, PatternRunner rows) {
    this.run = run;
    this.rows = rows;
  }

  /**
   * What a branch gave.
   *
   * @param row its steps; null when it was left out
   * @param error why it failed, or null
   */
  private record Branched(Branch branch, @Nullable Row row, double millis, @Nullable String error) {
    boolean success() {
      return error == null;
    }
  }

  Ended run(Pattern.Parallel parallel) {
    int count = parallel.branches().size();
    run.signal(
        FORK, "branch_count", (long) count, "max_concurrency", (long) parallel.maxConcurrency());
    run.publish("workflow.parallel.fork", "branch_count", (long) count);
    List<Branched> all = all(parallel);
    run.signal(MET, "branch_count", (long) count);
    Ended ended = ended(all);
    run.signal(JOIN, "branch_count", (long) count, "success", ended.success());
    run.publish("workflow.parallel.join", "branch_count", (long) count, "success", ended.success());
    return ended;
  }

  private List<Branched> all(Pattern.Parallel parallel) {
    var places = new Semaphore(parallel.maxConcurrency());
    var stopped = new AtomicBoolean();
    // Ended from outside, or by the first branch that finds out that the time is over.
    ExecutionContext context = run.context().withCancellation(run.context().cancellation().child());
    List<Branched> all = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Branched>> futures = new ArrayList<>();
      for (Branch branch : parallel.branches()) {
        int number = futures.size() + 1;
        futures.add(
            executor.submit(
                () -> branch(branch, number, context, places, stopped, parallel.failFast())));
      }
      try {
        for (Future<Branched> future : futures) {
          all.add(future.get());
        }
      } catch (InterruptedException e) {
        context.cancellation().cancel("the run was interrupted");
        executor.shutdownNow();
        Thread.currentThread().interrupt();
        throw new CancellationException("the run was interrupted");
      } catch (ExecutionException e) {
        context.cancellation().cancel("another branch has ended the run");
        executor.shutdownNow();
        throw unwrapped(e);
      }
    }
    return all;
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(e);
    };
  }

  private Branched branch(
      Branch branch,
      int number,
      ExecutionContext context,
      Semaphore places,
      AtomicBoolean stopped,
      boolean failFast)
      throws InterruptedException {
    places.acquire();
    try {
      if (stopped.get()) {
        return new Branched(branch, null, 0, "Skipped due to fail-fast");
      }
      String place = "b" + number + ".";
      if (!run.decides(place, branch.condition(), context)) {
        return new Branched(branch, new Row(List.of(), null, null), 0, null);
      }
      long start = System.nanoTime();
      Row row = rows.row(branch.steps(), context, place);
      Outcome failed = row.failed();
      if (failed != null && branch.required() && failFast) {
        stopped.set(true);
      }
      return new Branched(
          branch,
          row,
          (System.nanoTime() - start) / 1e6,
          failed == null ? null : "Step '%s': %s".formatted(failed.name(), failed.error()));
    } catch (TimeUpException e) {
      run.checkCancelled();
      throw e;
    } catch (RuntimeException e) { // the others need not go on
      context.cancellation().cancel("branch '%s' has ended the run".formatted(branch.name()));
      throw e;
    } finally {
      places.release();
    }
  }

  private static Ended ended(List<Branched> all) {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<Object> details = new ArrayList<>();
    List<Object> failed = new ArrayList<>();
    List<String> required = new ArrayList<>();
    boolean early = false;
    for (Branched one : all) {
      String name = one.branch().name();
      Outcome last = one.row() == null ? null : one.row().last();
      if (last != null) {
        outputs.put(name, last.text());
        values.put(name, last.output());
      }
      if (!one.success()) {
        failed.add(name);
        early |= one.row() == null;
        if (one.branch().required()) {
          required.add("%s (%s)".formatted(name, one.error()));
        }
      }
      details.add(detail(one));
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("successful_branches", (long) all.size() - failed.size());
    data.put("failed_branches", (long) failed.size());
    data.put("branch_outputs", outputs);
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    extra.put("total_branches", (long) all.size());
    extra.put("successful_branches", (long) all.size() - failed.size());
    extra.put("failed_branches", (long) failed.size());
    extra.put("stopped_early", early);
    extra.put("branch_details", details);
    return new Ended(
        required.isEmpty(),
        data,
        extra,
        values,
        required.isEmpty() ? null : "Required branches failed: " + String.join(", ", required),
        null,
        required.isEmpty() ? null : Map.of("failed_branches", failed),
        Map.of("branches", details));
  }

  private static Map<String, @Nullable Object> detail(Branched one) {
    Map<String, @Nullable Object> detail = new LinkedHashMap<>();
    Outcome last = one.row() == null ? null : one.row().last();
    detail.put("branch_name", one.branch().name());
    detail.put("name", one.branch().name());
    detail.put("success", one.success());
    detail.put("required", one.branch().required());
    detail.put("duration_ms", Math.round(one.millis()));
    detail.put("output", last == null ? null : last.output());
    detail.put("error", one.error());
    detail.put("step_results", one.row() == null ? List.of() : one.row().tables());
    return detail;
  }
}
