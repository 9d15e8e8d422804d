package org.llmspell.workflows.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.workflows.definition.Pattern.Branch;

/** Reads a workflow from plain values. */
public final class DefinitionReader {
  private static final List<String> TYPES =
      List.of("sequential", "parallel", "conditional", "loop");
  private static final List<String> CALLBACKS =
      List.of(
          "setup",
          "on_start",
          "on_complete",
          "on_error",
          "on_step_start",
          "on_step_complete",
          "on_iteration_complete",
          "on_timeout");
  private static final List<String> KEYS = keys();
  private static final List<String> BRANCH_KEYS =
      List.of(
          "name",
          "description",
          "condition",
          "conditions",
          "optional",
          "required",
          "steps",
          "metadata");
  private static final int MAX_BRANCHES = 100_000;
  private static final long MAX_CONCURRENCY = 100_000;

  private final Form form;
  private final StepReader steps;
  private final ConditionReader conditions;

  private static List<String> keys() {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "name",
                "type",
                "description",
                "steps",
                "branches",
                "default_branch",
                "first_match_only",
                "execute_all_matching",
                "iterator",
                "body",
                "break_conditions",
                "aggregation",
                "aggregation_count",
                "iteration_delay_ms",
                "max_concurrency",
                "fail_fast",
                "error_strategy",
                "timeout_ms",
                "step_timeout_ms",
                "checkpoint",
                "condition",
                "then_branch",
                "else_branch",
                "max_iterations",
                "post_steps",
                "metadata",
                "max_attempts",
                "max_retry_attempts",
                "retry_delay_ms",
                "backoff_ms",
                "delay_ms",
                "exponential_backoff"));
    keys.addAll(CALLBACKS);
    return List.copyOf(keys);
  }

  private DefinitionReader(Form form) {
    this.form = form;
    this.conditions = new ConditionReader(form.ignored());
    this.steps = new StepReader(conditions);
  }

  /**
   * Reads it.
   *
   * @throws SpellException of kind Validation that names the place
   */
  public static Definition read(Map<String, ? extends @Nullable Object> values) {
    return read(new Form(new LinkedHashMap<>(values), "", new ArrayList<>()));
  }

  /** Reads one that stands in another one. */
  static Definition read(Form form) {
    return new DefinitionReader(form).definition();
  }

  private Definition definition() {
    form.check(KEYS);
    String name = form.needed("name", "give the workflow a name");
    Pattern pattern =
        switch (type()) {
          case "sequential" ->
              new Pattern.Sequential(steps.some("steps", form, "is missing or empty"));
          case "parallel" -> parallel();
          case "conditional" -> conditional();
          default -> new LoopReader(form, steps, conditions).loop();
        };
    return new Definition(
        name,
        form.text("description").orElse(""),
        pattern,
        StepReader.onError(form, "error_strategy", OnError.FAIL_FAST),
        Duration.ofMillis(form.number("timeout_ms", 300_000, 1, Long.MAX_VALUE)),
        Duration.ofMillis(form.number("step_timeout_ms", 30_000, 1, Long.MAX_VALUE)),
        form.flag("checkpoint", false),
        form.callbacks(CALLBACKS),
        List.copyOf(form.ignored()));
  }

  private String type() {
    String type = form.needed("type", "it is one of " + String.join(", ", TYPES));
    String known = type.toLowerCase(Locale.ROOT);
    if (!TYPES.contains(known)) {
      throw form.wrong(
          "type",
          "'%s' is no type of workflow%s; there are %s"
              .formatted(type, Names.near(type, TYPES), String.join(", ", TYPES)));
    }
    return known;
  }

  private Pattern parallel() {
    List<Branch> branches = new ArrayList<>();
    if (form.has("branches")) {
      for (Form branch : form.forms("branches")) {
        branches.add(branch(branch, "branch", false));
      }
    } else {
      for (Step step : steps.read(form, "steps")) {
        branches.add(
            new Branch(step.name(), "", Condition.ALWAYS, !step.optional(), List.of(step)));
      }
    }
    return new Pattern.Parallel(
        named(branches),
        (int) form.number("max_concurrency", 4, 1, MAX_CONCURRENCY),
        form.flag("fail_fast", true));
  }

  /** Branches with different names, so that each has a place in the results. */
  private List<Branch> named(List<Branch> branches) {
    if (branches.isEmpty() || branches.size() > MAX_BRANCHES) {
      throw form.wrong(
          "branches",
          branches.isEmpty()
              ? "is missing or empty; give at least one branch"
              : "has %d branches, more than %d".formatted(branches.size(), MAX_BRANCHES));
    }
    Set<String> names = new HashSet<>();
    List<Branch> named = new ArrayList<>();
    for (Branch branch : branches) {
      String name = branch.name();
      for (int i = 2; !names.add(name); i++) {
        name = branch.name() + "_" + i;
      }
      named.add(
          new Branch(
              name, branch.description(), branch.condition(), branch.required(), branch.steps()));
    }
    return named;
  }

  private Branch branch(Form branch, String defaultName, boolean named) {
    branch.check(BRANCH_KEYS);
    String name =
        named
            ? branch.needed("name", "give the branch a name")
            : branch.text("name").orElse(defaultName);
    return new Branch(
        name,
        branch.text("description").orElse(""),
        conditions.ofBranch(branch),
        !branch.flag("optional", false) && branch.flag("required", true),
        steps.read(branch, "steps"));
  }

  private Pattern conditional() {
    List<Branch> branches = new ArrayList<>();
    Object given = form.values().get("branches");
    if (given instanceof Map<?, ?> map && !map.isEmpty()) {
      Form byName = form.form("branches");
      for (String name : byName.values().keySet().stream().sorted().toList()) {
        branches.add(branch(byName.form(name), name, false));
      }
    } else {
      for (Form branch : form.forms("branches")) {
        branches.add(branch(branch, "branch", true));
      }
    }
    if (form.has("then_branch")) {
      Condition when = conditions.read(form, "condition", Condition.ALWAYS);
      branches.add(new Branch("then", "", when, true, steps.read(form, "then_branch")));
    }
    @Nullable Branch otherwise =
        form.has("default_branch")
            ? branch(form.form("default_branch"), "default", false)
            : form.has("else_branch")
                ? new Branch("else", "", Condition.ALWAYS, true, steps.read(form, "else_branch"))
                : null;
    if (branches.isEmpty() && otherwise == null) {
      throw form.wrong("branches", "is missing or empty; give at least one branch");
    }
    return new Pattern.Conditional(
        branches.isEmpty() ? List.of() : named(branches),
        otherwise,
        form.flag("first_match_only", !form.flag("execute_all_matching", false)));
  }
}
