package org.llmspell.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;

/** The functions of {@code State} for the scopes of workflows, agents, tools and hooks. */
final class ComponentFunctions {
  /** Where workflows keep what their steps gave. */
  private static final StateScope STEPS = new StateScope(ScopeType.CUSTOM, "custom");

  private final StateStore store;
  private final ScriptSession session;

  ComponentFunctions(StateStore store, ScriptSession session) {
    this.store = store;
    this.session = session;
  }

  Map<String, ScriptFunction> functions() {
    Map<String, ScriptFunction> functions = new LinkedHashMap<>();
    functions.put("workflow_get", this::workflowGet);
    functions.put("workflow_list", this::workflowList);
    for (ScopeType type : List.of(ScopeType.AGENT, ScopeType.TOOL, ScopeType.HOOK)) {
      functions.put(type.text() + "_get", a -> get(type, a));
      functions.put(type.text() + "_set", a -> set(type, a));
    }
    return functions;
  }

  private static StateScope scope(ScopeType type, ScriptArguments arguments) {
    String id = arguments.text(0, "id");
    if (id.isEmpty()) {
      throw SpellException.validation(
          "id", "The id of a %s cannot be empty".formatted(type.text()));
    }
    return new StateScope(type, id);
  }

  private @Nullable Object get(ScopeType type, ScriptArguments arguments) {
    return ScriptWork.run(
        session,
        "load",
        () -> store.get(scope(type, arguments), arguments.text(1, "key")).orElse(null));
  }

  private @Nullable Object set(ScopeType type, ScriptArguments arguments) {
    return ScriptWork.run(
        session,
        "save",
        () -> {
          store.set(scope(type, arguments), arguments.text(1, "key"), arguments.get(2));
          return null;
        });
  }

  /** What a workflow keeps under a name: its own entry, or else what its step of the name gave. */
  private @Nullable Object workflowGet(ScriptArguments arguments) {
    return ScriptWork.run(
        session,
        "load",
        () -> {
          StateScope scope = scope(ScopeType.WORKFLOW, arguments);
          String name = arguments.text(1, "step");
          String steps = steps(scope);
          Optional<Object> value = store.get(scope, name);
          for (String key : List.of(steps + "step:" + name + ":output", steps + name)) {
            value = value.isPresent() ? value : store.get(STEPS, key);
          }
          return value.orElse(null);
        });
  }

  private Object workflowList(ScriptArguments arguments) {
    return ScriptWork.run(
        session,
        "list",
        () -> {
          StateScope scope = scope(ScopeType.WORKFLOW, arguments);
          List<String> names = new ArrayList<>(store.keys(scope, ""));
          String steps = steps(scope);
          store.keys(STEPS, steps).forEach(key -> names.add(key.substring(steps.length())));
          return names;
        });
  }

  private static String steps(StateScope workflow) {
    return ":workflow:" + workflow.id() + ":";
  }
}
