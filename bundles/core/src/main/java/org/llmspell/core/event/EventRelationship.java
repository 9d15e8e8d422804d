package org.llmspell.core.event;

/** How one event relates to another. */
public enum EventRelationship {
  /** The other led to this one. */
  CAUSED_BY,
  /** This one is part of the other. */
  PART_OF,
  /** They have to do with each other. */
  RELATED_TO,
  /** This one answers the other. */
  RESPONSE_TO,
  /** This one came after the other. */
  FOLLOWS_FROM,
  /** They happened at the same time. */
  CONCURRENT_WITH
}
