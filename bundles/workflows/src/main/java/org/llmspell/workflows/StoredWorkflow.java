package org.llmspell.workflows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.ComponentMetadata;
import org.llmspell.core.context.ContextScope;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.Inheritance;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.PatternRunner.Ended;
import org.llmspell.workflows.PatternRunner.TimeUpException;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Choices;
import org.llmspell.workflows.checkpoint.Journal;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.DefinitionWriter;
import org.llmspell.workflows.definition.Diagram;
import org.llmspell.workflows.definition.Step;

/** A workflow of the registry. */
public final class StoredWorkflow implements Workflow {
  private static final HookPoint BEGUN = new HookPoint.Custom("workflow_start");
  private static final HookPoint DONE = new HookPoint.Custom("workflow_complete");
  private static final Duration TO_TAKE_BACK = Duration.ofMinutes(5);

  private final String id;
  private final Definition definition;
  private final ComponentMetadata metadata;
  private final Callables callables;
  private final Signals signals;
  private final Checkpoints checkpoints;
  private final Counts counts = new Counts();
  private final Map<String, Object> given = new ConcurrentHashMap<>();
  private volatile WorkflowStatus status = WorkflowStatus.PENDING;
  private volatile @Nullable RunData lastData;
  private volatile @Nullable String lastExecution;

  StoredWorkflow(
      String id,
      Definition definition,
      Callables callables,
      Signals signals,
      Checkpoints checkpoints) {
    this.id = id;
    this.checkpoints = checkpoints;
    this.definition = definition;
    this.metadata = ComponentMetadata.of(definition.name(), definition.description());
    this.callables = callables;
    this.signals = signals;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ComponentMetadata metadata() {
    return metadata;
  }

  @Override
  public String type() {
    return definition.pattern().type();
  }

  /** What it is made of. */
  public Definition definition() {
    return definition;
  }

  @Override
  public Map<String, @Nullable Object> form() {
    return DefinitionWriter.write(definition);
  }

  @Override
  public String diagram() {
    return Diagram.of(definition);
  }

  /** What steps call and is not there now, with its place in the form. */
  public List<String> missing() {
    return definition.steps().stream().flatMap(step -> callables.missing(step).stream()).toList();
  }

  @Override
  public WorkflowStatus status() {
    return status;
  }

  Counts counts() {
    return counts;
  }

  /** Data that every later run starts with. */
  void share(String key, @Nullable Object value) {
    if (value == null) {
      given.remove(key);
    } else {
      given.put(key, value);
    }
  }

  /** What the last run knew; empty before the first. */
  Optional<RunData> lastData() {
    return Optional.ofNullable(lastData);
  }

  /** Forgets what the steps of the last run gave; how many there were. */
  long clearOutputs() {
    RunData data = lastData;
    long count = data == null ? 0 : data.outputs().size();
    if (data != null) {
      lastData = new RunData(data.shared());
    }
    return count;
  }

  Optional<String> lastExecution() {
    return Optional.ofNullable(lastExecution);
  }

  @Override
  public AgentOutput execute(AgentInput input, ExecutionContext context) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>(input.parameters());
    if (!input.text().isEmpty()) {
      data.putIfAbsent("text", input.text());
    }
    Map<String, @Nullable Object> result = run(data, context);
    if (!Boolean.TRUE.equals(result.get("success"))) {
      Object error = result.get("error") instanceof Map<?, ?> map ? map.get("message") : null;
      throw new SpellException(new ErrorKind.Workflow(null), String.valueOf(error));
    }
    Object output = result.get("output");
    String text =
        output == null ? "" : output instanceof String s ? s : ToolOutput.of(output).text();
    return AgentOutput.text(text).withMetadata(OutputMetadata.of(result));
  }

  @Override
  public Map<String, @Nullable Object> run(
      Map<String, ? extends @Nullable Object> input, ExecutionContext context) {
    return run(input, context, checkpoints.fresh(definition, context));
  }

  /**
   * Goes on with a run that did not come to its end. Steps that have ended are not done again.
   *
   * @throws SpellException when there is no such run, the workflow has changed since, or a step is
   *     in doubt
   */
  Map<String, @Nullable Object> resume(String run, Choices choices, ExecutionContext context) {
    return run(Map.of(), context, checkpoints.resume(run, definition, choices));
  }

  /** A run that writes down how far it is, or goes on from there. */
  public Map<String, @Nullable Object> run(
      Map<String, ? extends @Nullable Object> input, ExecutionContext context, Journal journal) {
    try {
      return journaled(input, context, journal);
    } finally {
      journal.close();
    }
  }

  private Map<String, @Nullable Object> journaled(
      Map<String, ? extends @Nullable Object> input, ExecutionContext context, Journal journal) {
    String executionId = journal.id();
    ExecutionContext own =
        context.child(new ContextScope.Workflow(executionId), Inheritance.INHERIT);
    Map<String, @Nullable Object> data = new LinkedHashMap<>(given);
    data.putAll(asked(input, executionId, own));
    var run =
        new Run(definition, id, journal, callables, signals, new RunData(journal.begin(data)), own);
    lastData = run.data();
    lastExecution = executionId;
    status = WorkflowStatus.RUNNING;
    Instant start = Instant.now();
    long nanos = System.nanoTime();
    run.signal(BEGUN);
    run.publish("workflow.started");
    Ended ended;
    try {
      ended = new PatternRunner(run).run();
    } catch (TimeUpException e) {
      ended = failed(run, e.getMessage());
    } catch (SpellException | ArithmeticException e) {
      ended = failed(run, e instanceof SpellException spell ? spell.message() : e.getMessage());
    } catch (CancellationException e) {
      status = WorkflowStatus.CANCELLED;
      counts.add(false, (System.nanoTime() - nanos) / 1e6);
      takeBack(run, own);
      journal.over(status, e.getMessage());
      run.publish("workflow.cancelled", "reason", e.getMessage());
      throw e;
    }
    double millis = (System.nanoTime() - nanos) / 1e6;
    List<Object> takenBack = ended.success() ? List.of() : takeBack(run, own);
    counts.add(ended.success(), millis);
    status = ended.success() ? WorkflowStatus.COMPLETED : WorkflowStatus.FAILED;
    journal.over(status, ended.problem());
    Map<String, @Nullable Object> result = result(run, ended, start, millis, takenBack);
    announce(run, ended, millis);
    return result;
  }

  /** The input, as far as a hook wants it. */
  @SuppressWarnings("unchecked") // plain maps have text keys
  private Map<String, ? extends @Nullable Object> asked(
      Map<String, ? extends @Nullable Object> input, String executionId, ExecutionContext context) {
    HookOutcome outcome =
        signals.fire(
            StandardPoint.BEFORE_WORKFLOW_START,
            definition.name(),
            context,
            "workflow_id",
            id,
            "workflow_name",
            definition.name(),
            "workflow_type",
            type(),
            "execution_id",
            executionId,
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

  private static Ended failed(Run run, @Nullable String problem) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("steps_executed", (long) run.data().all().size());
    return new Ended(false, data, new LinkedHashMap<>(), null, problem, null, null);
  }

  /** Takes back what was done, the last step first, with time of its own. */
  private List<Object> takeBack(Run run, ExecutionContext context) {
    List<Object> takenBack = new ArrayList<>();
    for (Run.Done done : run.toTakeBack()) {
      Step step = done.step();
      Step back = step.compensate();
      if (back == null) {
        continue;
      }
      ExecutionContext own =
          context
              .withCancellation(org.llmspell.core.context.Cancellation.create())
              .withDeadline(TO_TAKE_BACK);
      run.signal(StandardPoint.WORKFLOW_ROLLBACK, "step", step.name());
      Map<String, @Nullable Object> table = new LinkedHashMap<>();
      table.put("step_name", step.name());
      run.journal().takingBack(done.place());
      String error = takeBack(run, back, step.name(), own);
      if (error == null) {
        run.journal().takenBack(done.place());
      }
      table.put("success", error == null);
      table.put("error", error);
      takenBack.add(table);
      run.publish("workflow.step.compensated", "step", step.name(), "error", error);
    }
    return takenBack;
  }

  private @Nullable String takeBack(Run run, Step back, String name, ExecutionContext context) {
    boolean interrupted = Thread.interrupted();
    try {
      return callables
          .call(
              back.target(),
              run.placeholders().resolve(back.input()),
              () -> Callables.surroundings(run.data(), name, run.executionId()),
              context)
          .error();
    } catch (RuntimeException e) { // the others are taken back all the same
      return e instanceof SpellException spell ? spell.message() : String.valueOf(e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void announce(Run run, Ended ended, double millis) {
    if (!ended.success()) {
      run.signal(
          StandardPoint.WORKFLOW_ERROR, "error", ended.problem(), "location", ended.location());
    }
    run.signal(
        StandardPoint.AFTER_WORKFLOW_COMPLETE,
        "success",
        ended.success(),
        "output",
        ended.output());
    run.signal(DONE, "success", ended.success());
    run.publish(
        ended.success() ? "workflow.completed" : "workflow.failed",
        "duration_ms",
        millis,
        "error",
        ended.problem());
  }

  private Map<String, @Nullable Object> result(
      Run run, Ended ended, Instant start, double millis, List<Object> takenBack) {
    List<Outcome> outcomes = run.data().all();
    List<Object> steps = outcomes.stream().<Object>map(Outcome::table).toList();
    Map<String, @Nullable Object> extra = new LinkedHashMap<>(ended.extra());
    extra.put("execution_id", run.executionId());
    if (!takenBack.isEmpty()) {
      extra.put("compensations", takenBack);
    }
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("start_time", start.toString());
    about.put("end_time", Instant.now().toString());
    about.put(
        "steps_executed",
        ended.data().getOrDefault("completed_iterations", (long) outcomes.size()));
    about.put("steps_succeeded", outcomes.stream().filter(Outcome::success).count());
    about.put("steps_failed", outcomes.stream().filter(one -> !one.success()).count());
    about.put("extra", extra);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("success", ended.success());
    result.put("workflow_type", type());
    result.put("workflow_name", definition.name());
    result.put("duration_ms", Math.round(millis));
    result.put("duration", Math.round(millis));
    result.put("data", ended.data());
    result.put("error", ended.success() ? null : error(ended));
    result.put("metadata", about);
    result.put("output", ended.output());
    result.put("results", run.data().outputs());
    result.put("steps", steps);
    result.put("step_results", steps);
    copy(ended.data(), "completed_iterations", result, "iterations");
    copy(ended.data(), "branch_outputs", result, "branches");
    copy(ended.extra(), "executed_branches", result, "branches");
    return result;
  }

  private static void copy(
      Map<String, @Nullable Object> from,
      String key,
      Map<String, @Nullable Object> to,
      String name) {
    if (from.get(key) != null) {
      to.put(name, from.get(key));
    }
  }

  private Map<String, @Nullable Object> error(Ended ended) {
    String type = type();
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put(
        "error_type",
        type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1) + "ExecutionError");
    error.put("message", ended.problem());
    error.put("location", ended.location());
    error.put("details", ended.details());
    return error;
  }
}
