package org.llmspell.workflows;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.workflows.definition.Callback;

/** A function of a script, called on the script's thread; as a step within the time of the step. */
record ScriptStep(ScriptCallback callback) implements StepFunction, Callback {

  @Override
  public @Nullable Object call(
      @Nullable Object input, Map<String, @Nullable Object> data, ExecutionContext context) {
    Object first = seen(input);
    Object second = seen(data);
    Optional<Long> deadline = context.cancellation().deadlineNanos();
    if (deadline.isEmpty()) {
      return callback.call(first, second);
    }
    long left = Math.max(1, deadline.get() - System.nanoTime());
    return callback.callWithin(Duration.ofNanos(left), first, second);
  }

  private static @Nullable Object seen(@Nullable Object value) {
    return value instanceof RunView view ? view.forScript() : value;
  }

  @Override
  public void tell(@Nullable Object... arguments) {
    @Nullable Object[] shown = new Object[arguments.length];
    Arrays.setAll(shown, index -> ScriptResult.of(arguments[index]));
    callback.call(shown);
  }
}
