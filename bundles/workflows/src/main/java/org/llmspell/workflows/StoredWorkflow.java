package org.llmspell.workflows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.ComponentMetadata;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Choices;
import org.llmspell.workflows.checkpoint.Journal;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.DefinitionWriter;
import org.llmspell.workflows.definition.Diagram;

/** A workflow of the registry. */
public final class StoredWorkflow implements Workflow {
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
    return new Execution(id, definition, callables, signals, observer(journal), journal, context)
        .run(given, input);
  }

  private Execution.Observer observer(Journal journal) {
    return new Execution.Observer() {
      @Override
      public void started(RunData data) {
        lastData = data;
        lastExecution = journal.id();
      }

      @Override
      public void changed(WorkflowStatus newStatus) {
        status = newStatus;
      }

      @Override
      public void ended(boolean success, double millis) {
        counts.add(success, millis);
      }
    };
  }
}
