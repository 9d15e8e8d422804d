package org.llmspell.workflows;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Expression;
import org.llmspell.workflows.definition.Step;

/** Says whether conditions hold in a run. */
final class Conditions {
  private static final Pattern YES =
      Pattern.compile("[\\s\"'*]*(yes|true)\\b", Pattern.CASE_INSENSITIVE);

  private final Run run;
  private final RunData data;
  private final ExecutionContext context;

  Conditions(Run run, ExecutionContext context) {
    this.run = run;
    this.data = run.data();
    this.context = context;
  }

  boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.Constant(boolean value) -> value;
      case Condition.SharedEquals(var key, var expected) ->
          Expression.same(data.lookup("shared_data." + key), expected);
      case Condition.SharedExists(var key) -> data.lookup("shared_data." + key) != null;
      case Condition.StepEquals(var step, var expected) -> {
        Outcome outcome = data.outcome(step);
        yield outcome != null
            && !outcome.skipped()
            && (Expression.same(outcome.output(), expected)
                || Expression.same(outcome.text(), expected)
                || outcome.data() instanceof Map<?, ?> map
                    && map.get("result") != null
                    && Expression.same(map.get("result"), expected));
      }
      case Condition.StepContains(var step, var part) -> {
        Outcome outcome = data.outcome(step);
        yield outcome != null && !outcome.skipped() && outcome.text().contains(part);
      }
      case Condition.SharedBeyond(var key, double limit, boolean greater) ->
          data.lookup("shared_data." + key) instanceof Number number
              && (greater ? number.doubleValue() > limit : number.doubleValue() < limit);
      case Condition.Called(var target, var input, var expected) -> called(target, input, expected);
      case Condition.StepEnded(var step, boolean well) -> {
        Outcome outcome = data.outcome(step);
        yield outcome != null && !outcome.skipped() && outcome.success() == well;
      }
      case Condition.And(var all) -> all.stream().allMatch(this::holds);
      case Condition.Or(var any) -> any.stream().anyMatch(this::holds);
      case Condition.Not(var other) -> !holds(other);
      case Condition.Written(var expression) -> expression.holds(data::lookup);
      case Condition.Asked(var function) ->
          isTrue(
              function.call(
                  data.shared(), new RunView(data, "", run.executionId(), null), context));
    };
  }

  private boolean called(Step.Target target, @Nullable Object input, @Nullable String expected) {
    Callables.Given given = run.call(target, "", input, context);
    if (given.error() != null) {
      return false;
    }
    String text = ToolOutput.of(given.output() == null ? "" : given.output()).text();
    if (expected != null) {
      return text.toLowerCase(Locale.ROOT).contains(expected.toLowerCase(Locale.ROOT));
    }
    Object answer = given.data() instanceof Map<?, ?> map ? map.get("result") : null;
    return answer instanceof Boolean flag ? flag : YES.matcher(text).lookingAt();
  }

  private static boolean isTrue(@Nullable Object value) {
    return value != null && !Boolean.FALSE.equals(value);
  }
}
