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
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.workflows.definition.Pattern.Aggregation;
import org.llmspell.workflows.definition.Pattern.Branch;
import org.llmspell.workflows.definition.Pattern.Break;
import org.llmspell.workflows.definition.Pattern.Iteration;

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
          case "sequential" -> new Pattern.Sequential(body("steps", "steps"));
          case "parallel" -> parallel();
          case "conditional" -> conditional();
          default -> loop();
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

  private List<Step> body(String key, String what) {
    List<Step> read = steps.read(form, key);
    if (read.isEmpty()) {
      throw form.wrong(
          key,
          what.equals("body")
              ? "Loop body cannot be empty; give it at least one step"
              : "is missing or empty; give it at least one step");
    }
    return read;
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

  private Pattern loop() {
    List<Break> breaks = new ArrayList<>();
    List<@Nullable Object> given = form.list("break_conditions");
    for (int i = 0; i < given.size(); i++) {
      breaks.add(breakOf(given.get(i), "break_conditions[%d]".formatted(i + 1)));
    }
    List<Step> body = body(form.either("body", "steps"), "body");
    return new Pattern.Loop(
        iteration(),
        body,
        breaks,
        aggregation(),
        Duration.ofMillis(form.number("iteration_delay_ms", 0, 0, Long.MAX_VALUE)));
  }

  private Break breakOf(@Nullable Object given, String key) {
    if (given instanceof Map<?, ?> map && map.containsKey("expression")) {
      @SuppressWarnings("unchecked") // plain tables have text keys
      Form one = new Form((Map<String, @Nullable Object>) map, form.at(key), form.ignored());
      Condition condition = conditions.of(one.values().get("expression"), one.at("expression"));
      return new Break(
          condition, one.text("message").orElse(String.valueOf(one.values().get("expression"))));
    }
    Condition condition = conditions.of(given, form.at(key));
    return new Break(condition, given instanceof String text ? text : "Break condition met");
  }

  private Iteration iteration() {
    if (!form.has("iterator") && form.has("condition")) {
      return new Iteration.While(
          conditions.read(form, "condition", Condition.ALWAYS),
          form.number("max_iterations", 100, 1, Long.MAX_VALUE));
    }
    if (!form.has("iterator")) {
      throw form.wrong(
          "iterator",
          "is missing; give {range={...}}, {collection={...}} or {while_condition=...}");
    }
    Form iterator = form.form("iterator");
    if (iterator.has("range")) {
      Form range = iterator.form("range");
      if (!range.has("end")) {
        throw range.wrong("end", "is missing; it is the first number that is not counted");
      }
      long step = range.number("step", 1, Long.MIN_VALUE, Long.MAX_VALUE);
      if (step == 0) {
        throw range.wrong("step", "Range step cannot be zero");
      }
      return new Iteration.Range(
          range.number("start", 0, Long.MIN_VALUE, Long.MAX_VALUE),
          range.number("end", 0, Long.MIN_VALUE, Long.MAX_VALUE),
          step);
    }
    Object collection = iterator.values().get("collection");
    if (collection instanceof String || collection instanceof StepFunction) {
      return new Iteration.Found(collection);
    }
    if (collection != null) {
      return new Iteration.Collection(iterator.list("collection"));
    }
    if (iterator.has("while_condition")) {
      return new Iteration.While(
          conditions.of(iterator.values().get("while_condition"), iterator.at("while_condition")),
          iterator.number("max_iterations", 100, 1, Long.MAX_VALUE));
    }
    throw form.wrong(
        "iterator", "Iterator must contain 'range', 'collection', or 'while_condition'");
  }

  private Aggregation aggregation() {
    String given = form.text("aggregation").orElse("collect_all");
    String word = given.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    for (Aggregation.Kind kind : Aggregation.Kind.values()) {
      if (kind.name().equals(word)) {
        return new Aggregation(
            kind, (int) form.number("aggregation_count", 1, 1, Integer.MAX_VALUE));
      }
    }
    throw form.wrong(
        "aggregation",
        "'%s' is none of collect_all, last_only, first_n, last_n, none".formatted(given));
  }
}
