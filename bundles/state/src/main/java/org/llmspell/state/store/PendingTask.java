package org.llmspell.state.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says that a bulk change of the store has begun and not ended. It is on disk from before the first
 * change until after the last one, so a store that is opened with one was left in the middle.
 *
 * @param kind which sort of change, for example {@code migration}; at most one of each
 * @param data what its {@link TaskHandler} needs to finish or to undo it, plain values
 */
public record PendingTask(String kind, Map<String, @Nullable Object> data) {

  /** Copies the data. */
  public PendingTask {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }
}
