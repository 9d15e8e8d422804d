package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptObject;

/** Puts a workflow together in steps. Each function but {@code build} gives the builder again. */
final class WorkflowBuilder implements ScriptObject {
  private final WorkflowFunctions global;
  private final Map<String, @Nullable Object> form = new LinkedHashMap<>();
  private final List<@Nullable Object> steps = new ArrayList<>();
  private final List<@Nullable Object> branches = new ArrayList<>();
  private final List<@Nullable Object> thenSteps = new ArrayList<>();
  private final List<@Nullable Object> elseSteps = new ArrayList<>();
  private final Map<String, @Nullable Object> iterator = new LinkedHashMap<>();
  private @Nullable Object condition;

  WorkflowBuilder(WorkflowFunctions global) {
    this.global = global;
  }

  /** A function that notes something. */
  private interface Note {
    void take(ScriptArguments args);
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String type : List.of("sequential", "conditional", "loop", "parallel")) {
      put(members, type, _ -> form.put("type", type));
    }
    put(members, "loop_workflow", _ -> form.put("type", "loop"));
    for (String key :
        List.of(
            "name",
            "description",
            "error_strategy",
            "timeout_ms",
            "max_concurrency",
            "fail_fast")) {
      put(members, key, args -> form.put(key, args.get(0)));
    }
    put(members, "add_step", args -> steps.add(args.table(0, "step")));
    put(members, "condition", args -> condition = args.get(0));
    put(members, "add_then_step", args -> thenSteps.add(args.table(0, "step")));
    put(members, "add_else_step", args -> elseSteps.add(args.table(0, "step")));
    put(members, "add_branch", this::addBranch);
    put(members, "with_range", args -> iterate("range", args.table(0, "range")));
    put(members, "with_collection", args -> iterate("collection", args.get(0)));
    put(members, "with_while", args -> iterate("while_condition", args.get(0)));
    put(members, "loop_condition", args -> iterate("while_condition", args.get(0)));
    put(members, "max_iterations", args -> iterate("max_iterations", args.get(0)));
    members.put("build", (org.llmspell.core.script.ScriptFunction) _ -> build());
    return members;
  }

  private void put(Map<String, Object> members, String name, Note note) {
    members.put(
        name,
        (org.llmspell.core.script.ScriptFunction)
            args -> {
              note.take(args);
              return this;
            });
  }

  /** A branch under a condition, or with a name beside others. */
  private void addBranch(ScriptArguments args) {
    Map<String, @Nullable Object> branch = new LinkedHashMap<>();
    branch.put("name", "branch_" + (branches.size() + 1));
    if (args.get(0) instanceof Map<?, ?> given && given.containsKey("steps")) {
      given.forEach((key, value) -> branch.put(String.valueOf(key), value));
    } else if (args.get(0) instanceof String name && "parallel".equals(form.get("type"))) {
      branch.put("name", name);
      branch.put("steps", args.get(1));
    } else {
      branch.put("condition", args.get(0));
      branch.put("steps", args.get(1));
    }
    branches.add(branch);
  }

  private void iterate(String key, @Nullable Object value) {
    iterator.put(key, value);
  }

  private Object build() {
    if (!(form.get("type") instanceof String type)) {
      throw new SpellException(new ErrorKind.Workflow(null), "Workflow type not specified");
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(form);
    switch (type) {
      case "loop" -> {
        all.put("iterator", iterator);
        all.put("body", steps);
      }
      case "conditional" -> conditional(all);
      case "parallel" -> {
        List<@Nullable Object> every = new ArrayList<>(branches);
        steps.forEach(step -> every.add(alone(step)));
        all.put("branches", every);
      }
      default -> all.put("steps", steps);
    }
    return global.create(type, all);
  }

  private static Object alone(@Nullable Object step) {
    Map<String, @Nullable Object> branch = new LinkedHashMap<>();
    branch.put(
        "name",
        step instanceof Map<?, ?> map && map.get("name") != null ? map.get("name") : "branch");
    branch.put("steps", List.of(step == null ? Map.of() : step));
    return branch;
  }

  private void conditional(Map<String, @Nullable Object> all) {
    List<@Nullable Object> every = new ArrayList<>();
    if (!thenSteps.isEmpty()) {
      Map<String, @Nullable Object> then = new LinkedHashMap<>();
      then.put("name", "then");
      then.put("condition", condition);
      then.put("steps", thenSteps);
      every.add(then);
    }
    every.addAll(branches);
    all.put("branches", every);
    if (!elseSteps.isEmpty()) {
      all.put("default_branch", Map.of("name", "else", "steps", elseSteps));
    }
  }
}
