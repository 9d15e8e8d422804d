package org.llmspell.core.hook.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of running again.
 *
 * @param replayId names this replay
 * @param originalExecutionId the recorded run
 * @param hookName the hook
 * @param startTime when it began
 * @param duration how long it took
 * @param result what the hook wanted now, see {@link ResultForm}; empty when it failed
 * @param error why it failed, or null
 * @param comparison with the recorded result; null when it failed or was not wanted
 * @param appliedModifications the paths that were changed
 * @param metadata notes
 */
public record ReplayResult(
    UUID replayId,
    UUID originalExecutionId,
    String hookName,
    Instant startTime,
    Duration duration,
    Map<String, @Nullable Object> result,
    @Nullable String error,
    @Nullable ReplayComparison comparison,
    List<String> appliedModifications,
    Map<String, String> metadata) {

  /** Copies the collections. */
  public ReplayResult {
    result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
    appliedModifications = List.copyOf(appliedModifications);
    metadata = Map.copyOf(metadata);
  }
}
