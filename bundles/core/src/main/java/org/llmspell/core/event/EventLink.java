package org.llmspell.core.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A relation between two events.
 *
 * @param from the event that the relation is said of, for example the effect
 * @param to the other event, for example the cause
 * @param relationship how they relate
 * @param strength how sure that is, 0 to 1
 * @param metadata anything else
 * @param createdAt when the link was made
 */
public record EventLink(
    UUID from,
    UUID to,
    EventRelationship relationship,
    double strength,
    Map<String, String> metadata,
    Instant createdAt) {

  /** Copies the map and checks the strength. */
  public EventLink {
    metadata = Map.copyOf(metadata);
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException(
          "The strength of a link is %s but must be 0 to 1".formatted(strength));
    }
  }
}
