package org.llmspell.workflows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ContextScope;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.Inheritance;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.PatternRunner.Ended;
import org.llmspell.workflows.PatternRunner.TimeUpException;
import org.llmspell.workflows.checkpoint.Journal;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Pattern;
import org.llmspell.workflows.definition.Pattern.Aggregation.Kind;

/** One run from its start to its result, with what hooks, listeners and callbacks are told. */
final class Execution {
  private static final HookPoint BEGUN = new HookPoint.Custom("workflow_start");
  private static final HookPoint DONE = new HookPoint.Custom("workflow_complete");
  private static final HookPoint CHANGED = new HookPoint.Custom("workflow_state_change");
  private static final HookPoint SHARED = new HookPoint.Custom("workflow_shared_data");

  private final String workflowId;
  private final Definition definition;
  private final Callables callables;
  private final Signals signals;
  private final Observer observer;
  private final Journal journal;
  private final ExecutionContext context;
  private WorkflowStatus status = WorkflowStatus.PENDING;

  /** Who wants to know how far it is. */
  interface Observer {
    /** The run has begun to work on its data. */
    void started(RunData data);

    /** It is in another state. */
    void changed(WorkflowStatus status);

    /** It has ended. */
    void ended(boolean success, double millis);
  }

  Execution(
      String workflowId,
      Definition definition,
      Callables callables,
      Signals signals,
      Observer observer,
      Journal journal,
      ExecutionContext caller) {
    this.workflowId = workflowId;
    this.definition = definition;
    this.callables = callables;
    this.signals = signals;
    this.observer = observer;
    this.journal = journal;
    this.context = caller.child(new ContextScope.Workflow(journal.id()), Inheritance.INHERIT);
  }

  /**
   * Runs.
   *
   * @param given what every run of the workflow starts with
   * @param input what this run starts with, over it
   */
  Map<String, @Nullable Object> run(
      Map<String, ? extends @Nullable Object> given,
      Map<String, ? extends @Nullable Object> input) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>(given);
    data.putAll(asked(input));
    var shared = new RunData(journal.begin(data), keepsAll());
    var run = new Run(definition, workflowId, journal, callables, signals, shared, context);
    observer.started(shared);
    Instant start = Instant.now();
    long nanos = System.nanoTime();
    change(run, WorkflowStatus.RUNNING);
    run.signal(BEGUN);
    run.signal(SHARED, "keys", List.copyOf(shared.shared().keySet()));
    run.publish("workflow.started");
    run.callbacks().tell("setup");
    run.callbacks().tell("on_start", shared.shared());
    Ended ended;
    try {
      ended = ended(run);
    } catch (CancellationException e) {
      observer.ended(false, millis(nanos));
      new Undo(run, context).all();
      change(run, WorkflowStatus.CANCELLED);
      journal.over(WorkflowStatus.CANCELLED, e.getMessage());
      run.publish("workflow.cancelled", "reason", e.getMessage());
      throw e;
    }
    double millis = millis(nanos);
    List<Object> takenBack = ended.success() ? List.of() : new Undo(run, context).all();
    observer.ended(ended.success(), millis);
    change(run, ended.success() ? WorkflowStatus.COMPLETED : WorkflowStatus.FAILED);
    journal.over(status, ended.problem());
    Map<String, @Nullable Object> result =
        new RunResult(workflowId, definition, run, start, millis).table(ended, takenBack);
    announce(run, ended, millis, result);
    return result;
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  private boolean keepsAll() {
    return !(definition.pattern() instanceof Pattern.Loop loop)
        || loop.results().kind() == Kind.COLLECT_ALL;
  }

  private void change(Run run, WorkflowStatus to) {
    run.signal(CHANGED, "from", status.name(), "to", to.name());
    status = to;
    observer.changed(to);
  }

  /** The input, as far as a hook wants it. */
  @SuppressWarnings("unchecked") // plain maps have text keys
  private Map<String, ? extends @Nullable Object> asked(
      Map<String, ? extends @Nullable Object> input) {
    HookOutcome outcome =
        signals.fire(
            StandardPoint.BEFORE_WORKFLOW_START,
            definition.name(),
            context,
            "workflow_id",
            workflowId,
            "workflow_name",
            definition.name(),
            "workflow_type",
            definition.pattern().type(),
            "execution_id",
            journal.id(),
            "input",
            input);
    Optional<HookResult.Cancel> cancel = outcome.find(HookResult.Cancel.class);
    if (cancel.isPresent()) {
      throw HookRefusal.error(
          "Workflow '%s' was not started: %s".formatted(definition.name(), cancel.get().reason()));
    }
    if (outcome.modified() && outcome.data() instanceof Map<?, ?> changed) {
      Object replaced = changed.get("input");
      return (Map<String, @Nullable Object>) (replaced instanceof Map<?, ?> map ? map : changed);
    }
    return input;
  }

  private static Ended ended(Run run) {
    try {
      return new PatternRunner(run).run();
    } catch (TimeUpException e) {
      run.callbacks().tell("on_timeout");
      return Ended.failed(run, Run.words(e));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) { // whatever a function that is asked throws
      run.checkCancelled();
      return Ended.failed(run, Run.words(e));
    }
  }

  private void announce(Run run, Ended ended, double millis, Map<String, @Nullable Object> result) {
    boolean success = ended.success();
    if (!success) {
      run.signal(
          StandardPoint.WORKFLOW_ERROR, "error", ended.problem(), "location", ended.location());
      run.callbacks().tell("on_error", ended.problem(), result);
    }
    run.signal(StandardPoint.AFTER_WORKFLOW_COMPLETE, "success", success, "output", ended.output());
    run.signal(DONE, "success", success);
    run.publish(
        success ? "workflow.completed" : "workflow.failed",
        "duration_ms",
        millis,
        "error",
        ended.problem());
    if (definition.pattern() instanceof Pattern.Parallel) {
      run.callbacks().tell("on_complete", result, success);
    } else {
      run.callbacks().tell("on_complete", success, result);
    }
  }
}
