package org.llmspell.workflows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.workflows.checkpoint.Journal;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Step;

/** One run of a workflow: what it works on, and how far it is. Safe to share between threads. */
final class Run {
  private final Definition definition;
  private final String workflowId;
  private final String executionId;
  private final Callables callables;
  private final Signals signals;
  private final RunData data;
  private final Placeholders placeholders;
  private final ExecutionContext caller;
  private final ExecutionContext context;
  private final Journal journal;
  private final Callbacks callbacks;
  private final List<Done> done = new ArrayList<>();

  /**
   * A step that was done.
   *
   * @param place where in the run
   */
  record Done(Step step, String place) {}

  /**
   * A run.
   *
   * @param caller the context that it was started in
   */
  Run(
      Definition definition,
      String workflowId,
      Journal journal,
      Callables callables,
      Signals signals,
      RunData data,
      ExecutionContext caller) {
    this.definition = definition;
    this.workflowId = workflowId;
    this.executionId = journal.id();
    this.journal = journal;
    this.callbacks = new Callbacks(definition.name(), definition.callbacks());
    this.callables = callables;
    this.signals = signals;
    this.data = data;
    this.placeholders = new Placeholders(data);
    this.caller = caller;
    this.context = caller.withDeadline(definition.timeout());
  }

  Definition definition() {
    return definition;
  }

  String executionId() {
    return executionId;
  }

  /** Calls something for a step, with its placeholders replaced. */
  Callables.Given call(
      Step.Target target, String step, @Nullable Object input, ExecutionContext within) {
    Object resolved = placeholders.resolve(input);
    return callables.call(target, resolved, new RunView(data, step, executionId, resolved), within);
  }

  /** What a text with placeholders or a function gives. */
  @Nullable Object find(Object source) {
    return source instanceof StepFunction function
        ? function.call(data.shared(), new RunView(data, "", executionId, null), context)
        : placeholders.resolve(source);
  }

  /** What went wrong, for people. */
  static String words(RuntimeException e) {
    return e instanceof SpellException spell
        ? spell.message()
        : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  Callbacks callbacks() {
    return callbacks;
  }

  Journal journal() {
    return journal;
  }

  /** Whether a condition that decides how the run goes on holds. */
  boolean decides(String place, Condition condition, ExecutionContext within) {
    return journal.decide(place, condition, () -> conditions(within).holds(condition));
  }

  RunData data() {
    return data;
  }

  ExecutionContext context() {
    return context;
  }

  Conditions conditions(ExecutionContext within) {
    return new Conditions(this, within);
  }

  /** Whether the time of the workflow is over, or it was cancelled. */
  boolean isOver() {
    return context.cancellation().isCancelled();
  }

  /**
   * Goes on while nobody has cancelled the run from outside.
   *
   * @throws CancellationException otherwise
   */
  void checkCancelled() {
    if (Thread.currentThread().isInterrupted() && !isOver()) {
      throw new CancellationException("the run of workflow '%s' was interrupted".formatted(name()));
    }
    caller.cancellation().check();
  }

  private String name() {
    return definition.name();
  }

  HookOutcome signal(HookPoint point, @Nullable Object... pairs) {
    return signals.fire(point, name(), context, with(pairs));
  }

  void publish(String type, @Nullable Object... pairs) {
    signals.publish(type, with(pairs));
  }

  private @Nullable Object[] with(@Nullable Object... pairs) {
    @Nullable Object[] all = new Object[pairs.length + 8];
    all[0] = "workflow_id";
    all[1] = workflowId;
    all[2] = "workflow_name";
    all[3] = name();
    all[4] = "workflow_type";
    all[5] = definition.pattern().type();
    all[6] = "execution_id";
    all[7] = executionId;
    System.arraycopy(pairs, 0, all, 8, pairs.length);
    return all;
  }

  /** A step has ended. */
  void ended(Step step, Outcome outcome, String place) {
    data.add(outcome);
    if (outcome.success() && !outcome.skipped() && step.compensate() != null) {
      synchronized (done) {
        done.add(new Done(step, place));
      }
    }
  }

  /** Steps that can be taken back, the last one first; each is given once. */
  List<Done> toTakeBack() {
    synchronized (done) {
      List<Done> steps = new ArrayList<>(done.reversed());
      done.clear();
      return steps;
    }
  }

  /** Waits, but not longer than the run may take. */
  void sleep(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long last = context.cancellation().deadlineNanos().orElse(end);
    try {
      for (long left = Math.min(end, last) - System.nanoTime();
          left > 0 && !isOver();
          left = Math.min(end, last) - System.nanoTime()) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, 100_000_000));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      checkCancelled();
    }
  }
}
