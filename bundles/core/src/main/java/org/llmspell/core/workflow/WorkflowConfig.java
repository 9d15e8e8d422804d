package org.llmspell.core.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a workflow is set up.
 *
 * @param maxParallel steps that may run at once, or null for no limit
 * @param continueOnError whether later steps run after one has failed
 * @param timeout how long a run may take, or null for no limit
 */
public record WorkflowConfig(
    @Nullable Integer maxParallel, boolean continueOnError, @Nullable Duration timeout) {

  /** No limits; the first error ends the run. */
  public static final WorkflowConfig DEFAULT = new WorkflowConfig(null, false, null);
}
