package org.llmspell.core.event;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The events of one correlation in the order of time.
 *
 * @param correlationId which one
 * @param entries the events
 * @param duration from the first to the last
 * @param depth the longest chain of causes
 */
public record EventTimeline(UUID correlationId, List<Entry> entries, Duration duration, int depth) {

  /** Copies the list. */
  public EventTimeline {
    entries = List.copyOf(entries);
  }

  /**
   * One event in a timeline.
   *
   * @param event the event
   * @param position counted from 0
   * @param relativeTime since the first event
   * @param depth how many causes lead to it
   * @param causes ids of the events that it follows from
   * @param effects ids of the events that follow from it
   * @param concurrent ids of the events that happened at about the same time without a link
   */
  public record Entry(
      UniversalEvent event,
      int position,
      Duration relativeTime,
      int depth,
      List<UUID> causes,
      List<UUID> effects,
      List<UUID> concurrent) {

    /** Copies the lists. */
    public Entry {
      causes = List.copyOf(causes);
      effects = List.copyOf(effects);
      concurrent = List.copyOf(concurrent);
    }
  }
}
