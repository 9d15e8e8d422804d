package org.llmspell.workflows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.json.PlainJson;
import org.llmspell.workflows.checkpoint.Choices;
import org.llmspell.workflows.checkpoint.Continuation;
import org.llmspell.workflows.definition.Doubts;

/** A workflow as a script sees it. */
final class WorkflowObject implements ScriptObject {
  private final WorkflowFunctions global;
  private final StoredWorkflow workflow;
  private final Map<String, ? extends @Nullable Object> config;
  private final Instant created = Instant.now();
  private final Map<String, ScriptCallback> callbacks = new LinkedHashMap<>();

  /**
   * The object.
   *
   * @param config what the script gave to make it
   */
  WorkflowObject(
      WorkflowFunctions global,
      StoredWorkflow workflow,
      Map<String, ? extends @Nullable Object> config) {
    this.global = global;
    this.workflow = workflow;
    this.config = config;
  }

  StoredWorkflow workflow() {
    return workflow;
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", workflow.id());
    members.put("name", workflow.name());
    members.put("type", workflow.type());
    members.put("config", config);
    members.put("steps", config.get("steps") instanceof List<?> steps ? steps : List.of());
    put(members, "execute", args -> execute(args.get(0)));
    put(members, "resume", this::resume);
    put(members, "getInfo", _ -> info());
    put(members, "getState", args -> state().get(StateScope.GLOBAL, key(args)).orElse(null));
    put(members, "setState", this::setState);
    put(members, "setSharedData", this::share);
    put(members, "getOutput", args -> data().outputs().get(args.text(0, "step")));
    put(members, "getAllOutputs", _ -> data().outputs());
    put(members, "listOutputs", _ -> List.copyOf(data().outputs().keySet()));
    put(members, "clearOutputs", _ -> Map.of("deleted", workflow.clearOutputs()));
    put(members, "getExecutionId", _ -> workflow.lastExecution().orElseThrow(this::notRun));
    put(members, "onBeforeExecute", args -> on("before_execute", args));
    put(members, "onAfterExecute", args -> on("after_execute", args));
    put(members, "onError", args -> on("on_error", args));
    put(members, "emit", this::emit);
    put(members, "debug", _ -> debug());
    put(members, "validate", _ -> validate());
    put(members, "getMetrics", _ -> metrics());
    put(members, "getStatus", _ -> workflow.status().name().toLowerCase(java.util.Locale.ROOT));
    put(members, "toTable", _ -> workflow.form());
    put(members, "toJson", _ -> PlainJson.pretty(workflow.form()));
    put(members, "toMermaid", _ -> workflow.diagram());
    return members;
  }

  private static void put(Map<String, Object> members, String name, ScriptFunction function) {
    members.put(name, function);
  }

  private Map<String, Object> info() {
    return Map.of("id", workflow.id(), "name", workflow.name(), "type", workflow.type());
  }

  /** Runs the workflow, or goes on with a run that somebody has asked this script for. */
  @Nullable Object execute(@Nullable Object given) {
    Map<String, @Nullable Object> input = global.outputs().shared(workflow.id());
    input.putAll(input(given));
    ExecutionContext context = global.context();
    return global
        .continuation(workflow)
        .map(wish -> run(input, () -> workflow.resume(wish.id(), wish.choices(), context)))
        .orElseGet(() -> run(input, () -> workflow.run(input, context)));
  }

  private @Nullable Object resume(ScriptArguments args) {
    String id = args.text(0, "execution_id");
    Choices choices =
        args.get(1) instanceof Map<?, ?> table ? Continuation.choices(table) : Choices.NONE;
    return run(Map.of(), () -> workflow.resume(id, choices, global.context()));
  }

  /** Runs; the script serves its own functions meanwhile. */
  private @Nullable Object run(
      Map<String, @Nullable Object> input, Callable<Map<String, @Nullable Object>> work) {
    call("before_execute", input);
    global.debug("%s '%s' begins".formatted(workflow.type(), workflow.name()));
    Map<String, @Nullable Object> result;
    try {
      result = global.session().await(work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SpellException(
          new ErrorKind.Workflow(null),
          "Workflow '%s' failed: %s".formatted(workflow.name(), e.getMessage()),
          e);
    }
    boolean success = Boolean.TRUE.equals(result.get("success"));
    global.debug("'%s' has ended %s".formatted(workflow.name(), success ? "well" : "badly"));
    if (!success) {
      call("on_error", result.get("error"));
      ScriptCallback handler = global.errorHandler();
      if (handler != null) {
        handler.call(result.get("error"), info());
      }
    }
    global.outputs().keep(workflow, result);
    Object shown = ScriptResult.of(result);
    call("after_execute", shown);
    return shown;
  }

  @SuppressWarnings("unchecked") // tables arrive with text keys only
  private static Map<String, @Nullable Object> input(@Nullable Object given) {
    return switch (given) {
      case null -> Map.of();
      case Map<?, ?> map -> ScriptForm.of((Map<String, @Nullable Object>) map);
      case List<?> list when list.isEmpty() -> Map.of();
      default -> Map.of("input", given);
    };
  }

  private void call(String kind, @Nullable Object argument) {
    ScriptCallback callback = callbacks.get(kind);
    if (callback != null) {
      callback.call(argument, info());
    }
  }

  private Object on(String kind, ScriptArguments args) {
    callbacks.put(kind, args.callback(0, "callback"));
    return Map.of(
        "message", "Hook registered: " + kind, "workflow_id", workflow.id(), "hook_type", kind);
  }

  private StateStore state() {
    StateStore store = global.state().store();
    if (store == null) {
      throw SpellException.component(
          "The state of a workflow needs the bundle 'state', which is not running", null);
    }
    return store;
  }

  private String key(ScriptArguments args) {
    return "workflow:" + workflow.id() + ":" + args.text(0, "key");
  }

  private Object setState(ScriptArguments args) {
    state().set(StateScope.GLOBAL, key(args), args.get(1));
    return true;
  }

  private @Nullable Object share(ScriptArguments args) {
    workflow.share(args.text(0, "key"), args.get(1));
    return null;
  }

  private RunData data() {
    return workflow.lastData().orElseThrow(this::notRun);
  }

  private SpellException notRun() {
    return new SpellException(
        new ErrorKind.Workflow(null), "No workflow execution found. Run execute() first.");
  }

  private Object emit(ScriptArguments args) {
    String event = args.text(0, "event");
    global.workflows().signals().emit(event, args.get(1));
    return Map.of("success", true, "workflow_id", workflow.id(), "event_name", event);
  }

  private Object debug() {
    Map<String, Object> debug = new LinkedHashMap<>();
    debug.put("workflow_id", workflow.id());
    debug.put("name", workflow.name());
    debug.put("type", workflow.type());
    debug.put("status", workflow.status().name().toLowerCase(java.util.Locale.ROOT));
    Optional<RunData> last = workflow.lastData();
    debug.put(
        "runtime",
        Map.of(
            "created_at",
            created.toString(),
            "state_keys",
            last.map(data -> List.copyOf(data.shared().keySet())).orElse(List.of())));
    return debug;
  }

  private Object validate() {
    List<String> errors = workflow.missing();
    return Map.of(
        "valid", errors.isEmpty(),
        "workflow_id", workflow.id(),
        "warnings", Doubts.about(workflow.definition()),
        "errors", errors);
  }

  private Object metrics() {
    Counts counts = workflow.counts();
    return Map.of(
        "workflow_id", workflow.id(),
        "execution",
            Map.of(
                "total_executions", counts.well() + counts.badly(),
                "successful_executions", counts.well(),
                "failed_executions", counts.badly(),
                "average_duration_ms", counts.meanMillis()));
  }
}
