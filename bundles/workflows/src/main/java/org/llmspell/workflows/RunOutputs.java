package org.llmspell.workflows;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.workflows.checkpoint.StateAccess;
import org.llmspell.workflows.definition.Step;

/**
 * What the runs of one script gave, in the state, where scripts look for it: {@code
 * :workflow:ID:step:NAME:output} and {@code :workflow:ID:agent:NAME:output} of the scope {@code
 * custom}. It goes when the script ends; that of the oldest runs before. Without state, or when it
 * fails, scripts have the result all the same.
 */
final class RunOutputs implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("llmspell.workflows");
  private static final StateScope SCOPE = new StateScope(ScopeType.CUSTOM, "custom");
  private static final SetOptions A_DAY = SetOptions.DEFAULT.withTtl(Duration.ofDays(1));
  private static final int RUNS = 100;

  private final StateAccess state;
  private final Deque<String> runs = new ArrayDeque<>();

  RunOutputs(StateAccess state) {
    this.state = state;
  }

  /** What a script has kept for the runs of a workflow under {@code workflow:ID:shared:KEY}. */
  Map<String, @Nullable Object> shared(String workflowId) {
    String prefix = "workflow:%s:shared:".formatted(workflowId);
    Map<String, @Nullable Object> shared = new LinkedHashMap<>();
    with(store -> {
      List<String> keys = store.keys(StateScope.GLOBAL, prefix);
      store
          .getAll(StateScope.GLOBAL, keys)
          .forEach((key, value) -> shared.put(key.substring(prefix.length()), value));
    });
    return shared;
  }

  /** Keeps what the steps of a run gave. */
  void keep(StoredWorkflow workflow, Map<String, @Nullable Object> result) {
    String executionId = String.valueOf(result.get("execution_id"));
    String prefix = prefix(executionId);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (result.get("step_results") instanceof List<?> steps) {
      for (Object step : steps) {
        if (step instanceof Map<?, ?> table
            && Boolean.TRUE.equals(table.get("success"))
            && !table.containsKey("skipped")) {
          values.put(prefix + "step:" + table.get("name") + ":output", table.get("output"));
        }
      }
    }
    for (Step step : workflow.definition().steps()) {
      Object text = values.get(prefix + "step:" + step.name() + ":output");
      if (step.target() instanceof Step.AgentCall(var agent) && text != null) {
        values.put(prefix + "agent:" + agent + ":output", text);
      }
    }
    with(store -> store.setAll(SCOPE, values, A_DAY));
    runs.add(executionId);
    if (runs.size() > RUNS) {
      forget(runs.remove());
    }
  }

  private static String prefix(String executionId) {
    return ":workflow:%s:".formatted(executionId);
  }

  private void forget(String executionId) {
    with(store -> store.deleteAll(SCOPE, store.keys(SCOPE, prefix(executionId))));
  }

  private void with(Consumer<StateStore> work) {
    StateStore store = state.store();
    if (store == null) {
      return;
    }
    try {
      work.accept(store);
    } catch (SpellException e) {
      LOG.log(Level.WARNING, "The outputs of a workflow are not in the state: " + e.message());
    }
  }

  @Override
  public void close() {
    runs.forEach(this::forget);
    runs.clear();
  }
}
