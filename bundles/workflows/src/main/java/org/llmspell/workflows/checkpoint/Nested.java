package org.llmspell.workflows.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Step;

/**
 * How a workflow that a step runs finds the run of that step, to keep its own steps there. A step
 * that may be done twice needs no such thing.
 *
 * @param run the id of the run
 * @param place of the step
 */
record Nested(String run, String place) {
  private static final String KEY = "llmspell.workflow.checkpoint";

  static ExecutionContext around(String run, String place, Step step, ExecutionContext context) {
    return isKeptWithin(step) ? context.with(KEY, Map.of("run", run, "place", place)) : context;
  }

  /** Whether the steps of the workflow that a step runs are kept, instead of the step alone. */
  static boolean isKeptWithin(Step step) {
    return step.target() instanceof Step.WorkflowCall && !step.idempotent();
  }

  static Optional<Nested> of(ExecutionContext context) {
    return context.data().get(KEY) instanceof Map<?, ?> map
            && map.get("run") instanceof String run
            && map.get("place") instanceof String place
        ? Optional.of(new Nested(run, place))
        : Optional.empty();
  }

  /** The journal of the workflow, as a part of that of the run. */
  Journal journal(Ledger ledger, Definition definition) {
    String prefix = place + "/";
    var inner = new StoredJournal(ledger, definition, Origin.NONE, null, () -> {});
    return new Prefixed(inner, ledger, definition, prefix);
  }

  /** Puts the place of the step before that of each step within. */
  private record Prefixed(StoredJournal inner, Ledger ledger, Definition definition, String prefix)
      implements Journal {

    @Override
    public String id() {
      return ledger.id() + "/" + prefix.substring(0, prefix.length() - 1);
    }

    @Override
    public ExecutionContext around(String place, Step step, ExecutionContext context) {
      return inner.around(prefix + place, step, context);
    }

    @Override
    @SuppressWarnings("unchecked") // plain tables have text keys
    public Map<String, @Nullable Object> begin(Map<String, @Nullable Object> data) {
      Outline outline = Outline.of(definition);
      boolean first = ledger.enter(prefix);
      if (first
          && ledger.nested(prefix).orElse(null) instanceof Map<?, ?> about
          && about.get("data") instanceof Map<?, ?> old) {
        Checkpoints.checkUnchanged(
            ledger.id(), definition.name(), about.get("outline"), outline.plain());
        return new LinkedHashMap<>((Map<String, @Nullable Object>) old);
      }
      Map<String, @Nullable Object> about = new LinkedHashMap<>();
      about.put("outline", outline.plain());
      about.put("data", data);
      ledger.nest(prefix, about);
      return data;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> finished(String place) {
      return inner.finished(prefix + place);
    }

    @Override
    public void begin(String place, Step step) {
      inner.begin(prefix + place, step);
    }

    @Override
    public boolean ended(
        String place, Step step, Supplier<Map<String, @Nullable Object>> outcome, Ending ending) {
      return inner.ended(prefix + place, step, outcome, ending);
    }

    @Override
    public boolean decide(
        String place,
        org.llmspell.workflows.definition.Condition condition,
        java.util.function.BooleanSupplier asked) {
      return inner.decide(prefix + place, condition, asked);
    }

    @Override
    public void takingBack(String place) {
      inner.takingBack(prefix + place);
    }

    @Override
    public void takenBack(String place) {
      inner.takenBack(prefix + place);
    }

    @Override
    public void over(WorkflowStatus status, @Nullable String problem) {}

    @Override
    public void close() {}
  }
}
