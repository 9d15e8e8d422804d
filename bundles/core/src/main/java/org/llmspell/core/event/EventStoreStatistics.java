package org.llmspell.core.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures of an {@link EventStore}.
 *
 * @param totalEvents how many it holds
 * @param storageBytes how much they take, about
 * @param oldest the time of the first; null when empty
 * @param newest the time of the last; null when empty
 * @param byType how many of each type
 */
public record EventStoreStatistics(
    long totalEvents,
    long storageBytes,
    @Nullable Instant oldest,
    @Nullable Instant newest,
    Map<String, Long> byType) {

  /** Copies the map. */
  public EventStoreStatistics {
    byType = Map.copyOf(byType);
  }
}
