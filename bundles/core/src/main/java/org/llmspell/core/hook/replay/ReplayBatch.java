package org.llmspell.core.hook.replay;

import java.time.Duration;
import java.util.List;

/**
 * What came of running several again.
 *
 * @param state how it ended
 * @param results in the order of the recorded runs; those that were not run any more are missing
 * @param totalDuration how long it took
 */
public record ReplayBatch(State state, List<ReplayResult> results, Duration totalDuration) {

  /** How a batch stands. */
  public enum State {
    /** It is not done. */
    RUNNING,
    /** All were run. */
    COMPLETED,
    /** It has ended at a failure. */
    FAILED,
    /** It was interrupted. */
    CANCELLED
  }

  /** Copies the list. */
  public ReplayBatch {
    results = List.copyOf(results);
  }

  /** How many were run without an error. */
  public long successCount() {
    return results.stream().filter(result -> result.error() == null).count();
  }

  /** How many failed. */
  public long failureCount() {
    return results.size() - successCount();
  }
}
