package org.llmspell.workflows.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.workflows.definition.Pattern.Branch;
import org.llmspell.workflows.definition.Pattern.Iteration;

/** Writes a workflow as the plain values that {@link DefinitionReader} reads. */
public final class DefinitionWriter {
  private DefinitionWriter() {}

  /**
   * Writes it.
   *
   * @throws SpellException of kind Workflow when there are functions in it
   */
  public static Map<String, @Nullable Object> write(Definition definition) {
    if (!definition.callbacks().isEmpty()) {
      throw noForm("'%s' is a function".formatted(first(definition.callbacks())));
    }
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("type", definition.pattern().type());
    form.put("name", definition.name());
    if (!definition.description().isEmpty()) {
      form.put("description", definition.description());
    }
    form.put("error_strategy", onError(definition.onError()));
    form.put("timeout_ms", definition.timeout().toMillis());
    form.put("step_timeout_ms", definition.stepTimeout().toMillis());
    if (definition.checkpoint()) {
      form.put("checkpoint", true);
    }
    switch (definition.pattern()) {
      case Pattern.Sequential(var steps) -> form.put("steps", steps(steps));
      case Pattern.Parallel parallel -> {
        form.put("branches", branches(parallel.branches()));
        form.put("max_concurrency", (long) parallel.maxConcurrency());
        form.put("fail_fast", parallel.failFast());
      }
      case Pattern.Conditional conditional -> {
        form.put("branches", branches(conditional.branches()));
        if (conditional.otherwise() != null) {
          form.put("default_branch", branch(conditional.otherwise()));
        }
        form.put("first_match_only", conditional.firstOnly());
      }
      case Pattern.Loop loop -> loop(form, loop);
    }
    return form;
  }

  private static void loop(Map<String, @Nullable Object> form, Pattern.Loop loop) {
    form.put(
        "iterator",
        switch (loop.iterator()) {
          case Iteration.Range(long start, long end, long step) ->
              Map.of("range", table("start", start, "end", end, "step", step));
          case Iteration.Collection(var items) -> table("collection", items);
          case Iteration.Found(var source) -> {
            if (!(source instanceof String)) {
              throw noForm("the collection is given by a function");
            }
            yield table("collection", source);
          }
          case Iteration.While(var condition, long max) ->
              table("while_condition", condition(condition), "max_iterations", max);
        });
    form.put("body", steps(loop.body()));
    form.put(
        "break_conditions",
        loop.breaks().stream()
            .map(one -> table("expression", condition(one.condition()), "message", one.message()))
            .toList());
    form.put("aggregation", loop.results().kind().name().toLowerCase(Locale.ROOT));
    form.put("aggregation_count", (long) Math.max(1, loop.results().count()));
    form.put("iteration_delay_ms", loop.pause().toMillis());
  }

  private static Map<String, @Nullable Object> table(@Nullable Object... pairs) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      table.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return table;
  }

  private static Map<String, @Nullable Object> onError(OnError onError) {
    return table(
        "type", onError.strategy().text(),
        "max_attempts", (long) onError.attempts(),
        "retry_delay_ms", onError.delay().toMillis(),
        "exponential_backoff", onError.exponential());
  }

  private static List<Object> branches(List<Branch> branches) {
    return branches.stream().<Object>map(DefinitionWriter::branch).toList();
  }

  private static Map<String, @Nullable Object> branch(Branch branch) {
    Map<String, @Nullable Object> form = table("name", branch.name());
    if (!branch.description().isEmpty()) {
      form.put("description", branch.description());
    }
    form.put("condition", condition(branch.condition()));
    form.put("optional", !branch.required());
    form.put("steps", steps(branch.steps()));
    return form;
  }

  private static List<Object> steps(List<Step> steps) {
    return steps.stream().<Object>map(DefinitionWriter::step).toList();
  }

  private static Map<String, @Nullable Object> step(Step step) {
    if (!step.callbacks().isEmpty()) {
      throw noForm(
          "'%s' of step '%s' is a function".formatted(first(step.callbacks()), step.name()));
    }
    Map<String, @Nullable Object> form = table("name", step.name(), "type", step.target().type());
    switch (step.target()) {
      case Step.FunctionCall(var name, var function) -> {
        if (function != null) {
          throw noForm("step '%s' calls a function".formatted(step.name()));
        }
        form.put("function", name);
      }
      case Step.WorkflowCall(var name, var given, var inline) ->
          form.put(
              "workflow", inline != null ? write(inline) : given != null ? given.form() : name);
      case Step.Target target -> form.put(target.type(), target.name());
    }
    if (step.input() != null) {
      form.put("input", step.input());
    }
    if (step.timeout() != null) {
      form.put("timeout_ms", step.timeout().toMillis());
    }
    if (step.onError() != null) {
      form.put("error_strategy", onError(step.onError()));
    }
    if (step.optional()) {
      form.put("optional", true);
    }
    if (!step.condition().equals(Condition.ALWAYS)) {
      form.put("condition", condition(step.condition()));
    }
    if (step.compensate() != null) {
      form.put("compensate", step(step.compensate()));
    }
    if (step.idempotent()) {
      form.put("idempotent", true);
    }
    return form;
  }

  private static String first(Map<String, Callback> callbacks) {
    return callbacks.keySet().iterator().next();
  }

  private static SpellException noForm(String why) {
    return new SpellException(
        new ErrorKind.Workflow(null),
        "The workflow can not be written down, because %s; name a function that a bundle offers"
            .formatted(why));
  }

  /** A condition as it is written. */
  private static Object condition(Condition condition) {
    return switch (condition) {
      case Condition.Constant(boolean value) -> table("type", value ? "always" : "never");
      case Condition.SharedEquals(var key, var expected) ->
          table("type", "shared_data_equals", "key", key, "expected", expected);
      case Condition.SharedExists(var key) -> table("type", "shared_data_exists", "key", key);
      case Condition.StepEquals(var step, var expected) ->
          table("type", "step_output_equals", "step", step, "expected", expected);
      case Condition.StepContains(var step, var part) ->
          table("type", "step_output_contains", "step", step, "substring", part);
      case Condition.SharedBeyond(var key, double limit, boolean greater) ->
          table(
              "type",
              greater ? "shared_data_greater_than" : "shared_data_less_than",
              "key",
              key,
              "value",
              limit);
      case Condition.Called(var target, var input, var expected) ->
          table(
              "type",
              target instanceof Step.ToolCall
                  ? "tool"
                  : expected == null ? "agent_evaluates_true" : "agent_decision",
              target.type(),
              target.name(),
              "input",
              input,
              "expected",
              expected);
      case Condition.StepEnded(var step, boolean well) ->
          table("type", well ? "step_succeeded" : "step_failed", "step", step);
      case Condition.And(var all) -> table("type", "and", "conditions", conditions(all));
      case Condition.Or(var any) -> table("type", "or", "conditions", conditions(any));
      case Condition.Not(var other) -> table("type", "not", "condition", condition(other));
      case Condition.Written(var expression) ->
          table("type", "custom", "expression", expression.text());
      case Condition.Asked _ -> throw noForm("a condition is a function");
    };
  }

  private static List<Object> conditions(List<Condition> conditions) {
    List<Object> written = new ArrayList<>();
    conditions.forEach(one -> written.add(condition(one)));
    return written;
  }

  /** A condition for people. */
  static String words(Condition condition) {
    return switch (condition) {
      case Condition.Constant(boolean value) -> value ? "always" : "never";
      case Condition.SharedEquals(var key, var expected) -> key + " = " + expected;
      case Condition.SharedExists(var key) -> key + " is there";
      case Condition.StepEquals(var step, var expected) -> step + " gave " + expected;
      case Condition.StepContains(var step, var part) -> step + " gave a text with " + part;
      case Condition.SharedBeyond(var key, double limit, boolean greater) ->
          key + (greater ? " > " : " < ") + limit;
      case Condition.Called(var target, _, var expected) ->
          "%s %s says %s"
              .formatted(target.type(), target.name(), expected == null ? "yes" : expected);
      case Condition.StepEnded(var step, boolean well) -> step + (well ? " went well" : " failed");
      case Condition.And(var all) -> joined(all, " and ");
      case Condition.Or(var any) -> joined(any, " or ");
      case Condition.Not(var other) -> "not (" + words(other) + ")";
      case Condition.Written(var expression) -> expression.text();
      case Condition.Asked _ -> "a function says so";
    };
  }

  private static String joined(List<Condition> conditions, String word) {
    return String.join(word, conditions.stream().map(one -> "(" + words(one) + ")").toList());
  }
}
