package org.llmspell.workflows.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Step;

/**
 * Nothing is written down.
 *
 * @param id of the run
 */
record NoJournal(String id) implements Journal {
  @Override
  public Map<String, @Nullable Object> begin(Map<String, @Nullable Object> data) {
    return data;
  }

  @Override
  public ExecutionContext around(String place, Step step, ExecutionContext context) {
    return context;
  }

  @Override
  public Optional<Map<String, @Nullable Object>> finished(String place) {
    return Optional.empty();
  }

  @Override
  public void begin(String place, Step step) {}

  @Override
  public boolean ended(
      String place, Step step, Supplier<Map<String, @Nullable Object>> outcome, Ending ending) {
    return false;
  }

  @Override
  public boolean decide(String place, Condition condition, BooleanSupplier asked) {
    return asked.getAsBoolean();
  }

  @Override
  public void takingBack(String place) {}

  @Override
  public void takenBack(String place) {}

  @Override
  public void over(WorkflowStatus status, @Nullable String problem) {}

  @Override
  public void close() {}
}
