package org.llmspell.core.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps events; a service. The one with the highest ranking is used. Safe to share between threads.
 * Results are in the order of time and sequence.
 */
@ConsumerType
public interface EventStore {

  /**
   * Keeps events, all or none. Called in batches.
   *
   * @throws org.llmspell.core.error.SpellException of kind Storage when it fails
   */
  void store(List<UniversalEvent> events);

  /** The newest events whose type fits a pattern of {@link EventBus}. */
  List<UniversalEvent> byPattern(String pattern, int limit);

  /** The newest events from {@code from} (included) to {@code to} (excluded). */
  List<UniversalEvent> byTime(Instant from, Instant to, int limit);

  /** The events of one correlation. */
  List<UniversalEvent> byCorrelation(UUID correlationId);

  /**
   * Forgets events that were published before a time.
   *
   * @return how many
   */
  long deleteBefore(Instant time);

  /** Figures. */
  EventStoreStatistics statistics();
}
