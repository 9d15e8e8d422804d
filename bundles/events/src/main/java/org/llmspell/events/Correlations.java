package org.llmspell.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventCorrelation.CorrelationStatistics;
import org.llmspell.core.event.EventLink;
import org.llmspell.core.event.EventQuery;
import org.llmspell.core.event.EventRelationship;
import org.llmspell.core.event.EventTimeline;
import org.llmspell.core.event.UniversalEvent;

/** Correlated events and their links, bounded in every direction; the oldest goes first. */
final class Correlations {
  private static final double FOUND_STRENGTH = 0.8;
  private static final long EVENT_BYTES = 400;
  private static final long LINK_BYTES = 160;

  /**
   * How much is remembered.
   *
   * @param eventsEach of one correlation
   * @param correlations in all
   * @param events in all
   * @param age since the last event of a correlation
   * @param autoLink whether each event is linked to the one before
   * @param linkWindow how far apart they may be
   */
  record Bounds(
      int eventsEach,
      int correlations,
      int events,
      Duration age,
      boolean autoLink,
      Duration linkWindow) {}

  private Bounds bounds;
  private final long start = System.nanoTime();
  private long added;
  private int size;

  /** The one that has been quiet for longest comes first. */
  private final LinkedHashMap<UUID, Strand> threads = new LinkedHashMap<>(16, 0.75f, true);

  /** Which correlation an event belongs to. */
  private final Map<UUID, UUID> homes = new HashMap<>();

  /** The events of one correlation and the links that begin at them. */
  private static final class Strand {
    final LinkedHashMap<UUID, UniversalEvent> events = new LinkedHashMap<>();
    final List<EventLink> links = new ArrayList<>();
    @Nullable UniversalEvent last;
  }

  Correlations(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Other bounds; what is beyond them goes with the next event of its correlation. */
  synchronized void change(Bounds wanted) {
    bounds = wanted;
  }

  synchronized void add(UniversalEvent event) {
    UUID correlation = event.correlationId();
    Strand thread = threads.computeIfAbsent(correlation, _ -> new Strand());
    UniversalEvent last = thread.last;
    if (bounds.autoLink
        && last != null
        && event.timestampMillis() - last.timestampMillis() <= bounds.linkWindow.toMillis()) {
      thread.links.add(
          new EventLink(
              event.id(),
              last.id(),
              EventRelationship.FOLLOWS_FROM,
              FOUND_STRENGTH,
              Map.of(),
              event.timestamp()));
    }
    partOf(event, thread);
    thread.events.put(event.id(), event);
    thread.last = event;
    homes.put(event.id(), correlation);
    added++;
    size++;
    while (thread.events.size() > bounds.eventsEach) {
      forget(thread, thread.events.keySet().iterator().next());
    }
    evict(event.timestamp());
  }

  /** An event says itself what it is a part of. */
  private static void partOf(UniversalEvent event, Strand thread) {
    if (event.data() instanceof Map<?, ?> data && data.get("part_of") instanceof String whole) {
      UniversalEvent part = find(whole, thread);
      if (part != null) {
        thread.links.add(
            new EventLink(
                event.id(),
                part.id(),
                EventRelationship.PART_OF,
                1.0,
                Map.of(),
                event.timestamp()));
      }
    }
  }

  private static @Nullable UniversalEvent find(String id, Strand thread) {
    try {
      return thread.events.get(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return null; // somebody else's idea of this field
    }
  }

  private void forget(Strand thread, UUID eventId) {
    if (thread.events.remove(eventId) != null) {
      size--;
      homes.remove(eventId);
      thread.links.removeIf(link -> link.from().equals(eventId) || link.to().equals(eventId));
    }
  }

  private void evict(Instant now) {
    Iterator<Strand> oldest = threads.values().iterator();
    while (oldest.hasNext()) {
      Strand thread = oldest.next();
      UniversalEvent last = thread.last;
      boolean old = last != null && last.timestamp().plus(bounds.age).isBefore(now);
      if (!old && threads.size() <= bounds.correlations && size <= bounds.events) {
        return;
      }
      thread.events.keySet().forEach(homes::remove);
      size -= thread.events.size();
      oldest.remove();
    }
  }

  synchronized void link(EventLink link) {
    UUID home = homes.get(link.from());
    Strand thread = home == null ? null : threads.get(home);
    if (thread == null) {
      throw new IllegalArgumentException(
          "Event %s is not known, so nothing can be linked to it".formatted(link.from()));
    }
    thread.links.add(link);
  }

  synchronized List<EventLink> links(UUID correlation) {
    Strand thread = threads.get(correlation);
    return thread == null ? List.of() : List.copyOf(thread.links);
  }

  synchronized Optional<EventTimeline> timeline(UUID correlation) {
    Strand thread = threads.get(correlation);
    return thread == null
        ? Optional.empty()
        : Optional.of(Timelines.of(correlation, thread.events.values(), thread.links));
  }

  synchronized List<UniversalEvent> causes(UUID eventId) {
    List<UniversalEvent> chain = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    UUID current = eventId;
    while (current != null && seen.add(current)) {
      UUID home = homes.get(current);
      Strand thread = home == null ? null : threads.get(home);
      UniversalEvent event = thread == null ? null : thread.events.get(current);
      if (thread == null || event == null) {
        break;
      }
      chain.add(event);
      UUID here = current;
      current =
          thread.links.stream()
              .filter(link -> link.from().equals(here) && Timelines.isCausal(link))
              .max(Comparator.comparingDouble(EventLink::strength))
              .map(EventLink::to)
              .orElse(null);
    }
    return chain;
  }

  synchronized List<UniversalEvent> find(EventQuery query) {
    Stream<UUID> wanted =
        query.correlationIds().isEmpty()
            ? threads.keySet().stream()
            : query.correlationIds().stream();
    return wanted.toList().stream()
        .map(id -> new Candidates(id, threads.get(id)))
        .filter(candidates -> candidates.fitsSize(query))
        .flatMap(candidates -> candidates.matches(query))
        .sorted(order(query.sort()))
        .limit(query.limit())
        .map(EventTimeline.Entry::event)
        .toList();
  }

  private record Candidates(UUID id, @Nullable Strand thread) {

    boolean fitsSize(EventQuery query) {
      return thread != null
          && thread.events.size() >= query.minEvents()
          && thread.events.size() <= query.maxEvents();
    }

    Stream<EventTimeline.Entry> matches(EventQuery query) {
      if (thread == null) {
        return Stream.empty();
      }
      var filter = new QueryFilter(query, thread.links);
      return Timelines.of(id, thread.events.values(), thread.links).entries().stream()
          .filter(filter);
    }
  }

  private static Comparator<EventTimeline.Entry> order(EventQuery.Sort sort) {
    Comparator<EventTimeline.Entry> time =
        Comparator.<EventTimeline.Entry>comparingLong(e -> e.event().timestampMillis())
            .thenComparingLong(e -> e.event().sequence());
    return switch (sort) {
      case CHRONOLOGICAL -> time;
      case DEPTH -> Comparator.comparingInt(EventTimeline.Entry::depth).thenComparing(time);
      case SEQUENCE -> Comparator.comparingLong(e -> e.event().sequence());
      case CORRELATION ->
          Comparator.<EventTimeline.Entry, UUID>comparing(e -> e.event().correlationId())
              .thenComparing(time);
    };
  }

  synchronized CorrelationStatistics statistics() {
    long links = threads.values().stream().mapToLong(thread -> thread.links.size()).sum();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new CorrelationStatistics(
        size, threads.size(), links, added / seconds, size * EVENT_BYTES + links * LINK_BYTES);
  }
}
