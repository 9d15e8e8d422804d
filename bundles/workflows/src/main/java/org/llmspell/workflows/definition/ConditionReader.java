package org.llmspell.workflows.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.workflow.StepFunction;

/** Reads conditions. */
final class ConditionReader {
  private static final int MAX_DEPTH = 50;
  private static final List<String> TYPES =
      List.of(
          "always",
          "never",
          "shared_data_equals",
          "shared_data_exists",
          "shared_data_greater_than",
          "shared_data_less_than",
          "step_output_equals",
          "step_result_equals",
          "step_output_contains",
          "step_succeeded",
          "step_failed",
          "and",
          "or",
          "not",
          "custom",
          "expression",
          "tool",
          "agent_evaluates_true",
          "agent_decision");
  private static final List<String> KEYS =
      List.of(
          "type",
          "key",
          "expected_value",
          "expected",
          "value",
          "step",
          "step_name",
          "step_id",
          "substring",
          "contains",
          "text",
          "conditions",
          "condition",
          "expression",
          "function",
          "evaluate",
          "tool",
          "agent",
          "input",
          "parameters",
          "params",
          "prompt",
          "question",
          "decision",
          "description",
          "message",
          "name",
          "threshold");

  private final List<String> ignored;
  private int depth;

  /** With the list of keys that nobody knows. */
  ConditionReader(List<String> ignored) {
    this.ignored = ignored;
  }

  /** The condition of a key of a form. */
  Condition read(Form form, String key, Condition byDefault) {
    Object value = form.values().get(key);
    return value == null ? byDefault : of(value, form.at(key));
  }

  /** The condition of a branch: one, or several that must all hold. */
  Condition ofBranch(Form branch) {
    return branch.has("conditions")
        ? new Condition.And(parts(branch))
        : read(branch, "condition", Condition.ALWAYS);
  }

  /** A condition at a place. */
  Condition of(@Nullable Object value, String place) {
    if (++depth > MAX_DEPTH) {
      throw wrong(place, "is nested deeper than %d levels".formatted(MAX_DEPTH));
    }
    try {
      return switch (value) {
        case Boolean constant -> new Condition.Constant(constant);
        case String text -> written(text, place);
        case StepFunction function -> new Condition.Asked(function);
        case Map<?, ?> map -> typed(map, place);
        case null, default ->
            throw wrong(
                place,
                "must be a condition: text, a table with a 'type' or a function, not "
                    + Shown.of(value));
      };
    } finally {
      depth--;
    }
  }

  private static SpellException wrong(String place, String what) {
    return SpellException.validation(place, "%s: %s".formatted(place, what));
  }

  private static Condition written(String text, String place) {
    if (text.equals("always") || text.equals("never")) {
      return new Condition.Constant(text.equals("always"));
    }
    if (text.startsWith("step:")) {
      int colon = text.indexOf(':', 5);
      if (colon < 0) {
        throw wrong(place, "'%s' must be written as step:NAME:VALUE".formatted(text));
      }
      return new Condition.StepEquals(text.substring(5, colon), text.substring(colon + 1));
    }
    try {
      return new Condition.Written(Expression.parse(text));
    } catch (IllegalArgumentException e) {
      throw wrong(place, "the expression " + e.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // plain tables have text keys
  private Condition typed(Map<?, ?> map, String place) {
    Form form = new Form((Map<String, @Nullable Object>) map, place, ignored);
    form.check(KEYS);
    String type = form.needed("type", "it is one of " + String.join(", ", TYPES));
    return switch (type) {
      case "always" -> Condition.ALWAYS;
      case "never" -> new Condition.Constant(false);
      case "shared_data_equals" -> new Condition.SharedEquals(key(form), expected(form));
      case "shared_data_exists" -> new Condition.SharedExists(key(form));
      case "step_output_equals", "step_result_equals" ->
          new Condition.StepEquals(step(form), expected(form));
      case "step_output_contains" ->
          new Condition.StepContains(
              step(form),
              form.needed(form.either("substring", "contains", "text", "value"), "it is the part"));
      case "shared_data_greater_than", "shared_data_less_than" ->
          new Condition.SharedBeyond(key(form), limit(form), type.endsWith("greater_than"));
      case "tool" -> called(form, new Step.ToolCall(form.needed("tool", "it says what is called")));
      case "agent_evaluates_true", "agent_decision" ->
          called(form, new Step.AgentCall(form.needed("agent", "it says who is asked")));
      case "step_succeeded" -> new Condition.StepEnded(step(form), true);
      case "step_failed" -> new Condition.StepEnded(step(form), false);
      case "and" -> new Condition.And(parts(form));
      case "or" -> new Condition.Or(parts(form));
      case "not" -> new Condition.Not(of(form.values().get("condition"), form.at("condition")));
      case "custom", "expression" -> custom(form);
      default ->
          throw form.wrong(
              "type",
              "'%s' is no condition%s; there are %s"
                  .formatted(type, Names.near(type, TYPES), String.join(", ", TYPES)));
    };
  }

  private Condition custom(Form form) {
    if (form.values().get("evaluate") instanceof StepFunction function) {
      return new Condition.Asked(new RunFunction(function));
    }
    String key = form.either("expression", "function");
    return of(form.values().get(key), form.at(key));
  }

  private static Condition called(Form form, Step.Target target) {
    Object input =
        form.values().get(form.either("input", "parameters", "params", "prompt", "question"));
    Object expected = form.values().get(form.either("expected", "decision", "value"));
    return new Condition.Called(target, input, expected == null ? null : expected.toString());
  }

  private static double limit(Form form) {
    String key = form.either("value", "expected", "expected_value", "threshold");
    if (form.values().get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw form.wrong(key, "must be a number, not " + Shown.of(form.values().get(key)));
  }

  private static String key(Form form) {
    return form.needed("key", "it names the shared value");
  }

  private static String step(Form form) {
    return form.needed(form.either("step", "step_name", "step_id"), "it names the step");
  }

  private static @Nullable Object expected(Form form) {
    String key = form.either("expected_value", "expected", "value");
    if (!form.has(key)) {
      throw form.wrong(key, "is missing; it is the value to compare with");
    }
    return form.values().get(key);
  }

  private List<Condition> parts(Form form) {
    List<@Nullable Object> given = form.list("conditions");
    if (given.isEmpty()) {
      throw form.wrong("conditions", "is missing or empty; give at least one condition");
    }
    List<Condition> parts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      parts.add(of(given.get(i), form.at("conditions[%d]".formatted(i + 1))));
    }
    return parts;
  }
}
