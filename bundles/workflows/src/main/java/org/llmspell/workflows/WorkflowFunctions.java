package org.llmspell.workflows;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.json.PlainJson;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Continuation;
import org.llmspell.workflows.checkpoint.Origin;
import org.llmspell.workflows.checkpoint.StateAccess;
import org.llmspell.workflows.definition.Names;

/** The functions of the global {@code Workflow} for one script. */
final class WorkflowFunctions implements ScriptObject {
  private static final Map<String, String> TYPES = types();

  private final WorkflowService workflows;
  private final StateAccess state;
  private final ScriptSession session;
  private @Nullable ScriptCallback errorHandler;
  private final RunOutputs outputs;
  private final Set<String> own = new LinkedHashSet<>();
  private boolean debug;
  private boolean continued;

  WorkflowFunctions(WorkflowService workflows, StateAccess state, ScriptSession session) {
    this.workflows = workflows;
    this.state = state;
    this.session = session;
    this.outputs = new RunOutputs(state);
    session.onClose(outputs);
  }

  private static Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("sequential", "Steps one after the other");
    types.put("conditional", "Branches under conditions");
    types.put("loop", "The same steps again and again");
    types.put("parallel", "Branches side by side");
    return types;
  }

  ScriptSession session() {
    return session;
  }

  WorkflowService workflows() {
    return workflows;
  }

  StateAccess state() {
    return state;
  }

  RunOutputs outputs() {
    return outputs;
  }

  /** The context of runs: it says which script they come from. */
  ExecutionContext context() {
    String file = session.file().map(path -> path.toAbsolutePath().toString()).orElse("");
    return Origin.script(file, session.language(), session.arguments()).in(session.context());
  }

  /** The run that a workflow is to go on with, instead of a new one; given once. */
  Optional<Continuation> continuation(StoredWorkflow workflow) {
    Optional<Continuation> wish =
        Continuation.of(session.context())
            .filter(one -> !continued)
            .filter(one -> workflows.checkpoints().find(one.id()).name().equals(workflow.name()));
    continued |= wish.isPresent();
    return wish;
  }

  @Nullable ScriptCallback errorHandler() {
    return errorHandler;
  }

  boolean isDebugging() {
    return debug;
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String type : TYPES.keySet()) {
      put(members, type, args -> create(type, args.table(0, "config")));
    }
    put(members, "builder", _ -> new WorkflowBuilder(this));
    put(members, "types", _ -> List.copyOf(TYPES.keySet()));
    put(members, "discoverTypes", _ -> discoverTypes());
    put(members, "list", _ -> workflows.list().stream().map(WorkflowFunctions::brief).toList());
    put(members, "get", args -> object(args.text(0, "id")));
    put(
        members,
        "register",
        args -> create(args.text(0, "type"), args.table(1, "config")).workflow().id());
    put(members, "load", args -> create(null, args.table(0, "form")));
    put(members, "fromJson", this::fromJson);
    put(members, "remove", this::remove);
    put(members, "clear", _ -> clear());
    put(members, "execute", this::execute);
    put(members, "executeAsync", this::execute);
    put(members, "setDefaultErrorHandler", this::setErrorHandler);
    put(members, "enableDebug", args -> enableDebug(args.truthy(0)));
    put(members, "isDebugEnabled", _ -> debug);
    return members;
  }

  private static void put(Map<String, Object> members, String name, ScriptFunction function) {
    members.put(name, function);
  }

  /** Makes a workflow that goes when the script ends. */
  WorkflowObject create(@Nullable String type, Map<String, ? extends @Nullable Object> config) {
    Map<String, @Nullable Object> form = ScriptForm.of(config);
    if (type != null) {
      form.put("type", type);
    }
    if (session.settings().flag(Checkpoints.SETTING).orElse(false)) {
      form.putIfAbsent("checkpoint", true);
    }
    StoredWorkflow workflow = workflows.create(form);
    own.add(workflow.id());
    session.onClose(() -> workflows.remove(workflow.id()));
    return new WorkflowObject(this, workflow, config);
  }

  private static List<Object> discoverTypes() {
    return TYPES.entrySet().stream()
        .<Object>map(type -> Map.of("type", type.getKey(), "description", type.getValue()))
        .toList();
  }

  private static Object brief(Workflow workflow) {
    return Map.of(
        "id", workflow.id(),
        "name", workflow.name(),
        "type", workflow.type(),
        "description", "Active workflow: " + workflow.name(),
        "features", List.of());
  }

  private WorkflowObject object(String id) {
    StoredWorkflow workflow = stored(id).orElseThrow(() -> notFound(id));
    return new WorkflowObject(this, workflow, Map.of());
  }

  /** By id or name; those of this script first. */
  private Optional<StoredWorkflow> stored(String id) {
    return own.stream()
        .flatMap(one -> workflows.stored(one).stream())
        .filter(one -> one.id().equals(id) || one.name().equals(id))
        .reduce((_, later) -> later)
        .or(() -> workflows.stored(id));
  }

  private SpellException notFound(String id) {
    return SpellException.component(
        "Workflow not found: '%s'%s"
            .formatted(id, Names.near(id, workflows.list().stream().map(Workflow::name).toList())),
        null);
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private Object fromJson(ScriptArguments args) {
    Object form =
        PlainJson.parse(
            args.text(0, "json"), "The workflow", text -> SpellException.validation("json", text));
    if (form instanceof Map<?, ?> map) {
      return create(null, (Map<String, @Nullable Object>) map);
    }
    throw SpellException.validation("json", "The JSON of a workflow must be an object");
  }

  private @Nullable Object remove(ScriptArguments args) {
    String id = args.text(0, "id");
    workflows.remove(stored(id).orElseThrow(() -> notFound(id)).id());
    return null;
  }

  /** Removes what this script has made; other scripts keep theirs. */
  private @Nullable Object clear() {
    own.forEach(workflows::remove);
    own.clear();
    return null;
  }

  private @Nullable Object execute(ScriptArguments args) {
    WorkflowObject object =
        args.get(0) instanceof WorkflowObject own ? own : object(args.text(0, "workflow"));
    return object.execute(args.get(1));
  }

  private @Nullable Object setErrorHandler(ScriptArguments args) {
    errorHandler = args.get(0) == null ? null : args.callback(0, "handler");
    return null;
  }

  private @Nullable Object enableDebug(boolean on) {
    debug = on;
    return null;
  }

  /** Tells what is going on, when the script wants to know. */
  void debug(String line) {
    if (debug) {
      session.printError("[workflow] " + Objects.requireNonNull(line));
    }
  }
}
