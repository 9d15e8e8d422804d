package org.llmspell.core.event;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds an {@link EventQuery}. Repeated calls for a set add to it. For one thread. */
public final class EventQueryBuilder {
  private final Set<UUID> correlationIds = new HashSet<>();
  private final Set<String> patterns = new HashSet<>();
  private final Set<String> sources = new HashSet<>();
  private final Set<String> targets = new HashSet<>();
  private final Set<EventLanguage> languages = new HashSet<>();
  private final Set<String> tags = new HashSet<>();
  private final Set<EventRelationship> relationships = new HashSet<>();
  private @Nullable Instant from;
  private @Nullable Instant to;
  private int minDepth;
  private int maxDepth = Integer.MAX_VALUE;
  private boolean rootCausesOnly;
  private boolean leafEffectsOnly;
  private int minEvents;
  private int maxEvents = Integer.MAX_VALUE;
  private EventQuery.Sort sort = EventQuery.Sort.CHRONOLOGICAL;
  private int limit = Integer.MAX_VALUE;

  EventQueryBuilder() {}

  /** Only this correlation. */
  public EventQueryBuilder correlation(UUID id) {
    correlationIds.add(id);
    return this;
  }

  /** Only types that fit this pattern. */
  public EventQueryBuilder pattern(String pattern) {
    patterns.add(pattern);
    return this;
  }

  /** Only events from one time (included) to another (excluded). */
  public EventQueryBuilder between(Instant start, Instant end) {
    from = start;
    to = end;
    return this;
  }

  /** Only from this source. */
  public EventQueryBuilder source(String source) {
    sources.add(source);
    return this;
  }

  /** Only to this target. */
  public EventQueryBuilder target(String target) {
    targets.add(target);
    return this;
  }

  /** Only in this language. */
  public EventQueryBuilder language(EventLanguage language) {
    languages.add(language);
    return this;
  }

  /** Only with this tag. */
  public EventQueryBuilder tag(String tag) {
    tags.add(tag);
    return this;
  }

  /** Only with so many causes. */
  public EventQueryBuilder depth(int min, int max) {
    minDepth = min;
    maxDepth = max;
    return this;
  }

  /** Only with a link of this sort. */
  public EventQueryBuilder relationship(EventRelationship relationship) {
    relationships.add(relationship);
    return this;
  }

  /** Only events without a cause. */
  public EventQueryBuilder rootCausesOnly() {
    rootCausesOnly = true;
    return this;
  }

  /** Only events without an effect. */
  public EventQueryBuilder leafEffectsOnly() {
    leafEffectsOnly = true;
    return this;
  }

  /** Only correlations with so many events. */
  public EventQueryBuilder events(int min, int max) {
    minEvents = min;
    maxEvents = max;
    return this;
  }

  /** In this order. */
  public EventQueryBuilder sort(EventQuery.Sort order) {
    sort = order;
    return this;
  }

  /** At most so many. */
  public EventQueryBuilder limit(int events) {
    limit = events;
    return this;
  }

  /** The query. */
  public EventQuery build() {
    return new EventQuery(
        correlationIds,
        patterns,
        from,
        to,
        sources,
        targets,
        languages,
        tags,
        minDepth,
        maxDepth,
        relationships,
        rootCausesOnly,
        leafEffectsOnly,
        minEvents,
        maxEvents,
        sort,
        limit);
  }
}
