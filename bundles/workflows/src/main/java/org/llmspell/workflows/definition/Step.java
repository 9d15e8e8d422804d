package org.llmspell.workflows.definition;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.core.workflow.Workflow;

/**
 * One step.
 *
 * @param name by which others refer to what it gave
 * @param target what is called
 * @param input with what, a plain value with placeholders in it; null for nothing
 * @param timeout how long it may take; null for the time of the workflow
 * @param onError what happens when it fails; null for what the workflow says
 * @param optional whether its failure is passed over
 * @param condition when it is done; the others are left out
 * @param compensate what takes it back when a later step fails, or null
 * @param idempotent whether it may be done again when nobody knows whether it was done
 * @param place where it stands in the form, such as {@code steps[2]}
 * @param callbacks {@code on_complete} and {@code on_error}
 */
public record Step(
    String name,
    Target target,
    @Nullable Object input,
    @Nullable Duration timeout,
    @Nullable OnError onError,
    boolean optional,
    Condition condition,
    @Nullable Step compensate,
    boolean idempotent,
    String place,
    Map<String, Callback> callbacks) {

  /** What a step calls. */
  public sealed interface Target {
    /** The kind, as it is written. */
    default String type() {
      return switch (this) {
        case ToolCall _ -> "tool";
        case AgentCall _ -> "agent";
        case WorkflowCall _ -> "workflow";
        case FunctionCall _ -> "custom";
      };
    }

    /** The name of what is called. */
    String name();
  }

  /** A tool. */
  public record ToolCall(String name) implements Target {}

  /** An agent. */
  public record AgentCall(String name) implements Target {}

  /**
   * Another workflow.
   *
   * @param name its id or name
   * @param given the workflow itself, or null when it is to be found by its name
   * @param inline its definition when it is no workflow of its own, or null
   */
  public record WorkflowCall(String name, @Nullable Workflow given, @Nullable Definition inline)
      implements Target {}

  /**
   * A function.
   *
   * @param name of a service
   * @param function the function itself, or null when it is to be found by its name
   */
  public record FunctionCall(String name, @Nullable StepFunction function) implements Target {}
}
