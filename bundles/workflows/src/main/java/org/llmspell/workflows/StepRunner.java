package org.llmspell.workflows;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.workflows.checkpoint.Journal.Ending;
import org.llmspell.workflows.definition.OnError;
import org.llmspell.workflows.definition.OnError.Strategy;
import org.llmspell.workflows.definition.Step;

/** Does one step: condition, placeholders, time limit, tries. Safe to share between threads. */
final class StepRunner {
  private static final long MAX_PAUSE_MILLIS = 3_600_000;

  private static final HookPoint FAILURE = new HookPoint.Custom("error_handling");

  private final Run run;

  StepRunner(Run run) {
    this.run = run;
  }

  /**
   * Does a step and keeps its outcome.
   *
   * @throws CancellationException when the run was cancelled from outside
   */
  Outcome run(Step step, ExecutionContext context, String place) {
    Optional<Outcome> finished = run.journal().finished(place).map(KeptOutcome::read);
    Outcome outcome = finished.isPresent() ? finished.get() : anew(step, context, place);
    run.ended(step, outcome, place);
    return outcome;
  }

  /** Does a step that no earlier part of the run has done. */
  private Outcome anew(Step step, ExecutionContext context, String place) {
    Outcome leftOut = asked(step, context);
    Outcome outcome = leftOut == null ? begun(step, context, place) : leftOut;
    if (run.journal()
        .ended(place, step, () -> KeptOutcome.write(outcome), ending(step, outcome, context))) {
      run.signal(StandardPoint.WORKFLOW_CHECKPOINT, "step", step.name(), "place", place);
      run.publish("workflow.checkpoint", "step", step.name(), "place", place);
    }
    return outcome;
  }

  private Outcome begun(Step step, ExecutionContext context, String place) {
    run.journal().begin(place, step);
    return attempt(step, run.journal().around(place, step, context));
  }

  /** The outcome of a step that is left out, because of its condition; null for others. */
  private @Nullable Outcome asked(Step step, ExecutionContext context) {
    try {
      return run.conditions(context).holds(step.condition()) ? null : Outcome.skipped(step.name());
    } catch (RuntimeException e) { // whatever a function throws
      run.checkCancelled();
      return Outcome.failed(step.name(), "The condition can not be asked: " + Run.words(e));
    }
  }

  private Ending ending(Step step, Outcome outcome, ExecutionContext context) {
    if (!outcome.success()
        && (context.cancellation().isCancelled()
            || timedOut(limit(step)).equals(outcome.error()))) {
      return Ending.UNKNOWN;
    }
    return ends(step, outcome) ? Ending.FAILED : Ending.DONE;
  }

  private static String timedOut(Duration limit) {
    return "Step timed out after %d ms".formatted(limit.toMillis());
  }

  private Duration limit(Step step) {
    return step.timeout() == null ? run.definition().stepTimeout() : step.timeout();
  }

  private Outcome attempt(Step step, ExecutionContext context) {
    OnError onError = step.onError() == null ? run.definition().onError() : step.onError();
    int attempts = onError.attempts();
    String name = step.name();
    run.signal(
        StandardPoint.BEFORE_WORKFLOW_STAGE, "step", name, "step_type", step.target().type());
    run.callbacks().tell("on_step_start", name);
    long start = System.nanoTime();
    Outcome outcome = once(step, context, start, 0);
    for (int retry = 1; retry < attempts && !outcome.success() && !run.isOver(); retry++) {
      pause(onError, retry - 1);
      if (!run.isOver()) {
        outcome = once(step, context, start, retry);
      }
    }
    run.checkCancelled();
    told(step, outcome);
    return outcome;
  }

  private void told(Step step, Outcome outcome) {
    String name = step.name();
    run.signal(
        StandardPoint.AFTER_WORKFLOW_STAGE,
        "step",
        name,
        "success",
        outcome.success(),
        "output",
        outcome.output(),
        "error",
        outcome.error());
    run.publish(
        outcome.success() ? "workflow.step.completed" : "workflow.step.failed",
        "step",
        name,
        "duration_ms",
        outcome.millis(),
        "error",
        outcome.error());
    if (!outcome.success()) {
      run.signal(FAILURE, "step", name, "error", outcome.error());
      run.callbacks().tell(step.callbacks(), "on_error", outcome.error());
    }
    if (!step.callbacks().isEmpty() || run.callbacks().has("on_step_complete")) {
      Map<String, @Nullable Object> table = outcome.table();
      run.callbacks().tell(step.callbacks(), "on_complete", table);
      run.callbacks().tell("on_step_complete", name, table);
    }
  }

  private Outcome once(Step step, ExecutionContext context, long start, int retries) {
    run.checkCancelled();
    Duration limit = limit(step);
    ExecutionContext own = context.withDeadline(limit);
    @Nullable Object output = null;
    @Nullable Object data = null;
    @Nullable String error;
    try {
      Callables.Given given = run.call(step.target(), step.name(), step.input(), own);
      output = given.output();
      data = given.data();
      error = given.error();
    } catch (RuntimeException e) { // whatever the code of a bundle throws
      run.checkCancelled();
      error = own.cancellation().isExpired() && !run.isOver() ? timedOut(limit) : reason(step, e);
    }
    double millis = (System.nanoTime() - start) / 1e6;
    return new Outcome(step.name(), error == null, output, data, error, millis, retries, false);
  }

  /** The reason, with the place in the form when something was not found. */
  private static String reason(Step step, RuntimeException e) {
    String text = Run.words(e);
    return text.contains(" not found")
        ? "%s.%s: %s".formatted(step.place(), step.target().type(), text)
        : text;
  }

  private void pause(OnError onError, int retry) {
    long millis = onError.delay().toMillis();
    long pause = onError.exponential() ? millis << Math.min(retry, 20) : millis;
    run.sleep(Duration.ofMillis(Math.min(pause, MAX_PAUSE_MILLIS)));
  }

  /** Whether the workflow ends after a step. */
  boolean ends(Step step, Outcome outcome) {
    if (outcome.success() || step.optional()) {
      return false;
    }
    OnError onError = step.onError() == null ? run.definition().onError() : step.onError();
    return onError.strategy() != Strategy.CONTINUE;
  }
}
