package org.llmspell.core.workflow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.component.ComponentId;

/**
 * One step of a workflow.
 *
 * @param id the id, unique in the workflow
 * @param name the name for people
 * @param component what is called
 * @param dependencies ids of the steps that must have ended before
 * @param retry what happens when it fails, or null for no retry
 * @param timeout how long it may take, or null for no limit
 */
public record WorkflowStep(
    String id,
    String name,
    ComponentId component,
    List<String> dependencies,
    @Nullable RetryPolicy retry,
    @Nullable Duration timeout) {

  /** Copies the dependencies. */
  public WorkflowStep {
    dependencies = List.copyOf(dependencies);
  }
}
