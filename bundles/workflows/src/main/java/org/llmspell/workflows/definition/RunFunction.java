package org.llmspell.workflows.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.workflow.StepFunction;

/** A function that is given the run in the first place. */
record RunFunction(StepFunction function) implements StepFunction {

  @Override
  public @Nullable Object call(
      @Nullable Object input, Map<String, @Nullable Object> data, ExecutionContext context) {
    return function.call(data, data, context);
  }
}
