package org.llmspell.workflows.command;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.checkpoint.Journal;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Step;

/**
 * Tells a person of each step besides.
 *
 * @param journal what is done besides
 * @param lines where to tell
 */
record ToldJournal(Journal journal, Consumer<String> lines) implements Journal {
  @Override
  public String id() {
    return journal.id();
  }

  @Override
  public Map<String, @Nullable Object> begin(Map<String, @Nullable Object> data) {
    return journal.begin(data);
  }

  @Override
  public ExecutionContext around(String place, Step step, ExecutionContext context) {
    return journal.around(place, step, context);
  }

  @Override
  public Optional<Map<String, @Nullable Object>> finished(String place) {
    Optional<Map<String, @Nullable Object>> outcome = journal.finished(place);
    outcome.ifPresent(
        one -> lines.accept("%s %s: was done before".formatted(place, one.get("name"))));
    return outcome;
  }

  @Override
  public void begin(String place, Step step) {
    journal.begin(place, step);
    lines.accept(
        "%s %s: %s %s"
            .formatted(place, step.name(), step.target().type(), step.target().name())
            .strip());
  }

  @Override
  public boolean ended(
      String place, Step step, Supplier<Map<String, @Nullable Object>> outcome, Ending ending) {
    final boolean kept = journal.ended(place, step, outcome, ending);
    lines.accept("%s %s: %s".formatted(place, step.name(), how(outcome.get())));
    return kept;
  }

  private static String how(Map<String, @Nullable Object> outcome) {
    if (Boolean.TRUE.equals(outcome.get("skipped"))) {
      return "left out";
    }
    if (!Boolean.TRUE.equals(outcome.get("success"))) {
      return "failed: " + outcome.get("error");
    }
    long millis = outcome.get("millis") instanceof Number time ? time.longValue() : 0;
    return "done in %d ms".formatted(millis);
  }

  @Override
  public boolean decide(String place, Condition condition, BooleanSupplier asked) {
    return journal.decide(place, condition, asked);
  }

  @Override
  public void takingBack(String place) {
    lines.accept(place + ": is taken back");
    journal.takingBack(place);
  }

  @Override
  public void takenBack(String place) {
    journal.takenBack(place);
  }

  @Override
  public void over(WorkflowStatus status, @Nullable String problem) {
    journal.over(status, problem);
  }

  @Override
  public void close() {
    journal.close();
  }
}
