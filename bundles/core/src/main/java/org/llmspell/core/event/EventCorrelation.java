package org.llmspell.core.event;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Remembers the events that were published with a correlation id, how they relate, and answers
 * questions about them. A service that starts to work when somebody asks for it, and costs nothing
 * before. What it remembers is bounded; the oldest goes first. Safe to share between threads.
 *
 * <p>Answers include everything that was published before the call.
 */
@ProviderType
public interface EventCorrelation {

  /** Adds a link. It is forgotten with the correlation of its {@code from} event. */
  void link(EventLink link);

  /** The links from and to the events of a correlation, found and added ones. */
  List<EventLink> links(UUID correlationId);

  /** The timeline of a correlation; empty when nothing of it is known. */
  Optional<EventTimeline> timeline(UUID correlationId);

  /** The chain of causes of an event, the event first, its root cause last. */
  List<UniversalEvent> causes(UUID eventId);

  /** The events that fit a query. */
  List<UniversalEvent> find(EventQuery query);

  /** Figures. */
  CorrelationStatistics statistics();

  /**
   * Figures of what is remembered.
   *
   * @param totalEvents events
   * @param activeCorrelations correlations
   * @param totalLinks links
   * @param eventsPerSecond remembered events per second since the start
   * @param memoryBytes how much they take, about
   */
  record CorrelationStatistics(
      long totalEvents,
      int activeCorrelations,
      long totalLinks,
      double eventsPerSecond,
      long memoryBytes) {}
}
