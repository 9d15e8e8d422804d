package org.llmspell.workflows.checkpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.checkpoint.Entry.Stage;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Step;

/** A run that is kept in the state. */
final class StoredJournal implements Journal {
  private final Ledger ledger;
  private final Definition definition;
  private final Origin origin;
  private final @Nullable Head earlier;
  private final Runnable release;
  private @Nullable Head head;

  /**
   * A journal.
   *
   * @param earlier what an earlier part of the run has left; null for a new run
   * @param release what to do when the run is over in this process
   */
  StoredJournal(
      Ledger ledger,
      Definition definition,
      Origin origin,
      @Nullable Head earlier,
      Runnable release) {
    this.ledger = ledger;
    this.definition = definition;
    this.origin = origin;
    this.earlier = earlier;
    this.release = release;
  }

  @Override
  public String id() {
    return ledger.id();
  }

  @Override
  public ExecutionContext around(String place, Step step, ExecutionContext context) {
    return Nested.around(ledger.id(), place, step, context);
  }

  @Override
  public synchronized Map<String, @Nullable Object> begin(Map<String, @Nullable Object> data) {
    Head old = earlier;
    if (old == null) {
      Outline outline = Outline.of(definition);
      Instant now = Instant.now();
      head =
          new Head(
              ledger.id(),
              definition.name(),
              WorkflowStatus.RUNNING,
              now,
              now,
              null,
              outline.plain(),
              outline.functions(),
              data,
              origin,
              0);
    } else {
      head = old.with(WorkflowStatus.RUNNING, null);
    }
    ledger.shelf().put(head);
    return new LinkedHashMap<>(head.data());
  }

  @Override
  public Optional<Map<String, @Nullable Object>> finished(String place) {
    return ledger.entry(place).filter(one -> !one.isUncertain()).map(Entry::outcome);
  }

  @Override
  public void begin(String place, Step step) {
    if (!step.idempotent() && !Nested.isKeptWithin(step)) {
      ledger.put(new Entry(place, step.name(), Stage.BEGUN, null));
    }
  }

  @Override
  public boolean ended(
      String place, Step step, Supplier<Map<String, @Nullable Object>> outcome, Ending ending) {
    if (ending == Ending.UNKNOWN) {
      return false;
    }
    ledger.put(
        new Entry(
            place, step.name(), ending == Ending.DONE ? Stage.DONE : Stage.FAILED, outcome.get()));
    return true;
  }

  @Override
  public boolean decide(String place, Condition condition, BooleanSupplier asked) {
    if (!Outline.asksFunction(condition)) {
      return asked.getAsBoolean();
    }
    Optional<Boolean> before = ledger.decision(place);
    if (before.isPresent()) {
      return before.get();
    }
    boolean answer = asked.getAsBoolean();
    ledger.decide(place, answer);
    return answer;
  }

  @Override
  public void takingBack(String place) {
    ledger
        .entry(place)
        .ifPresent(entry ->
            ledger.attempt(
                "taking back step " + place, () -> ledger.put(entry.at(Stage.TAKING_BACK))));
  }

  @Override
  public void takenBack(String place) {
    ledger.attempt("taking back step " + place, () -> ledger.remove(List.of(place)));
  }

  @Override
  public synchronized void over(WorkflowStatus status, @Nullable String problem) {
    Head last = head;
    if (last != null) {
      ledger.attempt(
          "the end",
          () -> {
            if (status == WorkflowStatus.COMPLETED) {
              ledger.shelf().remove(last);
            } else {
              ledger.shelf().put(last.with(status, problem));
            }
          });
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
