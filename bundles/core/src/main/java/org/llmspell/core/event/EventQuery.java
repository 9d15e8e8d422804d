package org.llmspell.core.event;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which correlated events to find. What is empty or null does not restrict. Build it with {@link
 * EventQueryBuilder}.
 *
 * @param correlationIds only these correlations
 * @param patterns only types that fit one of these patterns
 * @param from only events at or after this time
 * @param to only events before this time
 * @param sources only from these
 * @param targets only to these
 * @param languages only in these
 * @param tags only with one of these
 * @param minDepth only with at least so many causes
 * @param maxDepth only with at most so many causes
 * @param relationships only events with a link of one of these sorts
 * @param rootCausesOnly only events without a cause
 * @param leafEffectsOnly only events without an effect
 * @param minEvents only correlations with at least so many events
 * @param maxEvents only correlations with at most so many events
 * @param sort the order
 * @param limit how many at most
 */
public record EventQuery(
    Set<UUID> correlationIds,
    Set<String> patterns,
    @Nullable Instant from,
    @Nullable Instant to,
    Set<String> sources,
    Set<String> targets,
    Set<EventLanguage> languages,
    Set<String> tags,
    int minDepth,
    int maxDepth,
    Set<EventRelationship> relationships,
    boolean rootCausesOnly,
    boolean leafEffectsOnly,
    int minEvents,
    int maxEvents,
    Sort sort,
    int limit) {

  /** Copies the sets. */
  public EventQuery {
    correlationIds = Set.copyOf(correlationIds);
    patterns = Set.copyOf(patterns);
    sources = Set.copyOf(sources);
    targets = Set.copyOf(targets);
    languages = Set.copyOf(languages);
    tags = Set.copyOf(tags);
    relationships = Set.copyOf(relationships);
  }

  /** Starts a query that finds everything. */
  public static EventQueryBuilder builder() {
    return new EventQueryBuilder();
  }

  /** The order of what was found. */
  public enum Sort {
    /** By time. */
    CHRONOLOGICAL,
    /** By number of causes. */
    DEPTH,
    /** By sequence. */
    SEQUENCE,
    /** By correlation, then by time. */
    CORRELATION
  }
}
