package org.llmspell.workflows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Expression;

/** Says whether conditions hold in a run. */
final class Conditions {
  private final RunData data;
  private final String executionId;
  private final ExecutionContext context;

  Conditions(RunData data, String executionId, ExecutionContext context) {
    this.data = data;
    this.executionId = executionId;
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
      case Condition.StepEnded(var step, boolean well) -> {
        Outcome outcome = data.outcome(step);
        yield outcome != null && !outcome.skipped() && outcome.success() == well;
      }
      case Condition.And(var all) -> all.stream().allMatch(this::holds);
      case Condition.Or(var any) -> any.stream().anyMatch(this::holds);
      case Condition.Not(var other) -> !holds(other);
      case Condition.Written(var expression) -> expression.holds(data::lookup);
      case Condition.Asked(var function) ->
          isTrue(function.call(data.shared(), surroundings(), context));
    };
  }

  private Map<String, @Nullable Object> surroundings() {
    Map<String, @Nullable Object> surroundings = new LinkedHashMap<>();
    surroundings.put("shared", data.shared());
    surroundings.put("outputs", data.outputs());
    surroundings.put("execution_id", executionId);
    return surroundings;
  }

  private static boolean isTrue(@Nullable Object value) {
    return value != null && !Boolean.FALSE.equals(value);
  }
}
