package org.llmspell.hooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.hook.ReplayableHook;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookReplayer;
import org.llmspell.core.hook.replay.ReplayBatch;
import org.llmspell.core.hook.replay.ReplayBatch.State;
import org.llmspell.core.hook.replay.ReplayConfig;
import org.llmspell.core.hook.replay.ReplayConfig.Modification;
import org.llmspell.core.hook.replay.ReplayMode;
import org.llmspell.core.hook.replay.ReplayResult;
import org.llmspell.core.hook.replay.ResultForm;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Runs recorded runs of hooks again, alone: no other hook of the point is run. */
@Component
public final class Replayer implements HookReplayer {
  private final HookTable table;
  private final OwnThreads threads = new OwnThreads();

  /** Finds the hooks among those that are there now. */
  @Activate
  public Replayer(@Reference HookService hooks) {
    this(hooks.table());
  }

  Replayer(HookTable table) {
    this.table = table;
  }

  @Deactivate
  void close() {
    threads.close();
  }

  @Override
  @SuppressWarnings(
      "NullAway") // compact constructors of records lose nullness inside type arguments
  public ReplayResult replay(HookExecution execution, ReplayConfig config) {
    Instant start = Instant.now();
    long nanos = System.nanoTime();
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("mode", config.mode().text());
    List<Modification> changes =
        config.mode() == ReplayMode.MODIFIED
            ? config.modifications().stream().filter(Modification::enabled).toList()
            : List.of();
    Map<String, @Nullable Object> result = Map.of();
    String error = null;
    try {
      result =
          config.mode() == ReplayMode.SIMULATE
              ? execution.result()
              : ResultForm.of(run(execution, changes, config, notes));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      error = "It was interrupted";
    } catch (Exception e) { // the boundary to the hook
      error = Causes.of(e);
    }
    return new ReplayResult(
        UUID.randomUUID(),
        execution.executionId(),
        execution.hookName(),
        start,
        Duration.ofNanos(System.nanoTime() - nanos),
        result,
        error,
        error == null && config.compareResults()
            ? ResultComparator.compare(execution.result(), result)
            : null,
        changes.stream().map(Modification::path).toList(),
        notes);
  }

  private HookResult run(
      HookExecution execution,
      List<Modification> changes,
      ReplayConfig config,
      Map<String, String> notes)
      throws Exception {
    HookPoint point = HookPoint.parse(String.valueOf(execution.context().get("point")));
    HookEntry entry = find(point, execution);
    if (!(entry.hook() instanceof ReplayableHook hook) || !hook.isReplayable()) {
      throw SpellException.component(
          "Hook '%s' can not be run again".formatted(execution.hookName()), null);
    }
    HookContext context = hook.loadContext(Modifications.apply(execution.context(), changes));
    // A state of its own: what happens here says nothing about the hook in real use.
    var state = new HookState(entry.name(), entry.metadata().limits(), System::nanoTime, 0);
    HookResult result = threads.run(state, () -> hook.execute(context), config.timeout().toNanos());
    if (config.mode() == ReplayMode.DEBUG) {
      notes.put("point", point.text());
      notes.put("hook_version", entry.metadata().version());
      notes.put("recorded_version", execution.hookId());
      notes.put("recorded_duration_ms", String.valueOf(execution.duration().toMillis()));
      context.metadata().forEach((key, value) -> notes.put("metadata." + key, value));
    }
    return result;
  }

  private HookEntry find(HookPoint point, HookExecution execution) {
    for (HookEntry entry : table.at(point)) {
      if (entry.name().equals(execution.hookName())) {
        return entry;
      }
    }
    throw SpellException.component(
        "There is no hook '%s' at %s now; it can not be run again"
            .formatted(execution.hookName(), point.text()),
        null);
  }

  @Override
  public ReplayBatch replayAll(
      List<HookExecution> executions, ReplayConfig config, int maxConcurrent) {
    long start = System.nanoTime();
    List<ReplayResult> results = new ArrayList<>();
    State state = State.COMPLETED;
    if (maxConcurrent <= 1) {
      for (HookExecution execution : executions) {
        ReplayResult result = replay(execution, config);
        results.add(result);
        if (result.error() != null && config.stopOnError()) {
          state = State.FAILED;
          break;
        }
      }
    } else {
      state = sideBySide(executions, config, maxConcurrent, results);
    }
    if (Thread.currentThread().isInterrupted()) {
      state = State.CANCELLED;
    }
    return new ReplayBatch(state, results, Duration.ofNanos(System.nanoTime() - start));
  }

  private State sideBySide(
      List<HookExecution> executions,
      ReplayConfig config,
      int maxConcurrent,
      List<ReplayResult> results) {
    var places = new Semaphore(maxConcurrent);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ReplayResult>> futures =
          executions.stream()
              .map(execution ->
                  pool.submit(() -> {
                    places.acquire();
                    try {
                      return replay(execution, config);
                    } finally {
                      places.release();
                    }
                  }))
              .toList();
      for (Future<ReplayResult> future : futures) {
        ReplayResult result = future.get();
        results.add(result);
        if (result.error() != null && config.stopOnError()) {
          pool.shutdownNow();
          return State.FAILED;
        }
      }
      return State.COMPLETED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return State.CANCELLED;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
