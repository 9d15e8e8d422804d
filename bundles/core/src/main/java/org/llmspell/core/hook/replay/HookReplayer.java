package org.llmspell.core.hook.replay;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Runs recorded runs of hooks again; a service. Safe to share between threads. */
@ProviderType
public interface HookReplayer {

  /** Runs one again. A failure is part of the result. */
  ReplayResult replay(HookExecution execution, ReplayConfig config);

  /**
   * Runs several again, in order or side by side.
   *
   * @param maxConcurrent how many at a time; 1 for one after the other
   */
  ReplayBatch replayAll(List<HookExecution> executions, ReplayConfig config, int maxConcurrent);
}
