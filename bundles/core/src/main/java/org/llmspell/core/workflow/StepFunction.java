package org.llmspell.core.workflow;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The work of a step of type {@code custom}. As a service with the property {@link #NAME} it can be
 * named in a workflow. Safe to share between threads.
 */
@ConsumerType
@FunctionalInterface
public interface StepFunction {

  /** The service property with the name. */
  String NAME = "llmspell.step.function";

  /**
   * Does the work.
   *
   * @param input the step's input, a plain value
   * @param data {@code shared}: the data that the steps share; {@code outputs}: what steps gave, by
   *     name; {@code step}; {@code execution_id}
   * @param context the context of the step
   * @return the step's output, a plain value; a map with {@code success = false} says that it
   *     failed, with the reason in {@code error}
   */
  @Nullable Object call(
      @Nullable Object input, Map<String, @Nullable Object> data, ExecutionContext context);
}
