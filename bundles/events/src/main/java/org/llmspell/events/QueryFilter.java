package org.llmspell.events;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventHeader;
import org.llmspell.core.event.EventLink;
import org.llmspell.core.event.EventQuery;
import org.llmspell.core.event.EventTimeline;

/** Whether an event of a timeline is what a query asks for. */
final class QueryFilter implements Predicate<EventTimeline.Entry> {
  private final EventQuery query;
  private final List<EventPattern> patterns;
  private final Set<UUID> related = new HashSet<>();

  /** A filter for the events of one correlation with these links. */
  QueryFilter(EventQuery query, List<EventLink> links) {
    this.query = query;
    this.patterns = query.patterns().stream().map(EventPattern::of).toList();
    for (EventLink link : links) {
      if (query.relationships().contains(link.relationship())) {
        related.add(link.from());
        related.add(link.to());
      }
    }
  }

  @Override
  public boolean test(EventTimeline.Entry entry) {
    EventHeader header = entry.event().header();
    return fitsType(entry.event().type())
        && fitsTime(entry.event().timestamp())
        && fits(query.sources(), header.source())
        && fits(query.targets(), header.target())
        && fits(query.languages(), header.language())
        && (query.tags().isEmpty() || header.tags().stream().anyMatch(query.tags()::contains))
        && entry.depth() >= query.minDepth()
        && entry.depth() <= query.maxDepth()
        && (query.relationships().isEmpty() || related.contains(entry.event().id()))
        && !(query.rootCausesOnly() && !entry.causes().isEmpty())
        && !(query.leafEffectsOnly() && !entry.effects().isEmpty());
  }

  private boolean fitsType(String type) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(type));
  }

  private boolean fitsTime(Instant time) {
    Instant from = query.from();
    Instant to = query.to();
    return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
  }

  private static <T> boolean fits(Set<T> wanted, @Nullable T value) {
    return wanted.isEmpty() || (value != null && wanted.contains(value));
  }
}
