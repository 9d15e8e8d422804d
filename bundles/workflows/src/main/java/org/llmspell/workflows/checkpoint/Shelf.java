package org.llmspell.workflows.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateClass;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.core.workflow.WorkflowStatus;

/**
 * The place of runs in the state: one entry for each run in a scope of all, and a scope of its own
 * for the steps of each. Every write survives the loss of power once it has returned.
 */
final class Shelf {
  private static final StateScope RUNS = new StateScope(ScopeType.CUSTOM, "workflow_runs");
  private static final SetOptions FOR_GOOD = SetOptions.DURABLE.withClass(StateClass.TRUSTED);

  private final StateStore store;

  Shelf(StateStore store) {
    this.store = store;
  }

  private static StateScope steps(String id) {
    return new StateScope(ScopeType.CUSTOM, "workflow_run:" + id);
  }

  boolean isDurable() {
    return store.info().traits().persistent();
  }

  List<String> ids() {
    return store.keys(RUNS, "");
  }

  boolean has(String id) {
    return store.exists(RUNS, id);
  }

  /** Whether a run has ended, and only its entries were not all removed. */
  boolean isCompleted(String id) {
    return store.get(RUNS, id).orElse(null) instanceof Map<?, ?> map && Head.isCompleted(map);
  }

  Head head(String id) {
    return Head.read(id, store.get(RUNS, id).orElse(null));
  }

  void put(Head head) {
    calmly(() -> store.set(RUNS, head.id(), head.plain(), FOR_GOOD));
  }

  Map<String, @Nullable Object> entries(String id) {
    return store.all(steps(id));
  }

  void put(String id, String key, @Nullable Object value) {
    calmly(() -> store.set(steps(id), key, value, FOR_GOOD));
  }

  void delete(String id, Collection<String> keys) {
    calmly(() -> store.deleteAll(steps(id), keys));
  }

  /** Removes a run. One that is half removed says that it is completed. */
  void remove(Head head) {
    put(head.with(WorkflowStatus.COMPLETED, null));
    remove(head.id());
  }

  void remove(String id) {
    calmly(() -> {
      store.clear(steps(id));
      store.delete(RUNS, id);
    });
  }

  /** Writes though the thread may be interrupted: what was done must be told before it ends. */
  private static void calmly(Runnable write) {
    boolean interrupted = Thread.interrupted();
    try {
      write.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
