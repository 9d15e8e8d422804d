package org.llmspell.core.hook.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recorded run of a hook. All values are plain, so that it can be stored as JSON.
 *
 * @param hookId the hook and its version, as {@code name:version}
 * @param executionId names this run
 * @param correlationId what the run belonged to
 * @param context what the hook has kept of its context
 * @param result what it wanted, in the form of {@link ResultForm}
 * @param timestamp when
 * @param duration how long it took
 * @param metadata anything else
 */
public record HookExecution(
    String hookId,
    UUID executionId,
    String correlationId,
    Map<String, @Nullable Object> context,
    Map<String, @Nullable Object> result,
    Instant timestamp,
    Duration duration,
    Map<String, String> metadata) {

  /** Copies the maps. */
  public HookExecution {
    context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
    metadata = Map.copyOf(metadata);
  }

  /** The name of the hook, without its version. */
  public String hookName() {
    int colon = hookId.lastIndexOf(':');
    return colon < 0 ? hookId : hookId.substring(0, colon);
  }
}
