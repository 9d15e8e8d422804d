package org.llmspell.core.runtime;

import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A stage of the pipeline, a service with a {@link StageSpec}. Many threads pass through a stage at
 * once. A stage that costs something should look first whether it has anything to do.
 */
@ConsumerType
public interface PipelineStage {

  /**
   * Does its part around the rest of the pipeline.
   *
   * @param invocation the call
   * @param next the rest; run it once, several times (a retry) or not at all (a refusal, a cached
   *     answer), with this invocation or a changed one
   * @throws SpellException to refuse the call, or what the rest has thrown
   */
  ToolOutput around(Invocation invocation, Next next);

  /** The rest of the pipeline. */
  @FunctionalInterface
  interface Next {
    /** Runs the rest. */
    ToolOutput proceed(Invocation invocation);
  }
}
