package org.llmspell.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.llmspell.core.event.EventLink;
import org.llmspell.core.event.EventTimeline;
import org.llmspell.core.event.UniversalEvent;

/** Puts the events of a correlation in order and works out what led to what. */
final class Timelines {
  private static final long CONCURRENT_MILLIS = 100;
  private static final int MAX_DEPTH = 100;
  private static final double MIN_STRENGTH = 0.5;

  private Timelines() {}

  /** Whether a link says that its "from" came about through its "to". Weak links do not count. */
  static boolean isCausal(EventLink link) {
    boolean causal =
        switch (link.relationship()) {
          case CAUSED_BY, RESPONSE_TO, FOLLOWS_FROM -> true;
          case PART_OF, RELATED_TO, CONCURRENT_WITH -> false;
        };
    return causal && link.strength() >= MIN_STRENGTH;
  }

  static EventTimeline of(
      UUID correlation, Collection<UniversalEvent> unordered, List<EventLink> links) {
    List<UniversalEvent> events =
        unordered.stream()
            .sorted(
                Comparator.comparingLong(UniversalEvent::timestampMillis)
                    .thenComparingLong(UniversalEvent::sequence))
            .toList();
    Map<UUID, List<UUID>> causes = new HashMap<>();
    Map<UUID, List<UUID>> effects = new HashMap<>();
    links.stream()
        .filter(Timelines::isCausal)
        .forEach(link -> {
          causes.computeIfAbsent(link.from(), _ -> new ArrayList<>()).add(link.to());
          effects.computeIfAbsent(link.to(), _ -> new ArrayList<>()).add(link.from());
        });
    Map<UUID, Integer> depths = depths(events, causes);
    List<EventTimeline.Entry> entries = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      UniversalEvent event = events.get(i);
      List<UUID> before = causes.getOrDefault(event.id(), List.of());
      List<UUID> after = effects.getOrDefault(event.id(), List.of());
      entries.add(
          new EventTimeline.Entry(
              event,
              i,
              between(events.getFirst(), event),
              depths.getOrDefault(event.id(), 0),
              before,
              after,
              concurrent(events, i, before, after)));
    }
    return new EventTimeline(
        correlation,
        entries,
        events.isEmpty() ? Duration.ZERO : between(events.getFirst(), events.getLast()),
        depths.values().stream().max(Integer::compare).orElse(0));
  }

  private static Duration between(UniversalEvent a, UniversalEvent b) {
    return Duration.ofMillis(b.timestampMillis() - a.timestampMillis());
  }

  /** In the order of time, so that causes usually have their depth already. */
  private static Map<UUID, Integer> depths(
      List<UniversalEvent> events, Map<UUID, List<UUID>> causes) {
    Map<UUID, Integer> depths = new LinkedHashMap<>();
    for (UniversalEvent event : events) {
      int deepest =
          causes.getOrDefault(event.id(), List.of()).stream()
              .mapToInt(cause -> depths.getOrDefault(cause, 0) + 1)
              .max()
              .orElse(0);
      depths.put(event.id(), Math.min(deepest, MAX_DEPTH));
    }
    return depths;
  }

  private static List<UUID> concurrent(
      List<UniversalEvent> events, int index, List<UUID> before, List<UUID> after) {
    long time = events.get(index).timestampMillis();
    List<UUID> found = new ArrayList<>();
    for (int i = index - 1; i >= 0 && isNear(events, i, time); i--) {
      addUnlinked(events.get(i).id(), before, after, found);
    }
    for (int i = index + 1; i < events.size() && isNear(events, i, time); i++) {
      addUnlinked(events.get(i).id(), before, after, found);
    }
    return found;
  }

  private static boolean isNear(List<UniversalEvent> events, int index, long time) {
    return Math.abs(events.get(index).timestampMillis() - time) <= CONCURRENT_MILLIS;
  }

  private static void addUnlinked(UUID id, List<UUID> before, List<UUID> after, List<UUID> found) {
    if (!before.contains(id) && !after.contains(id)) {
      found.add(id);
    }
  }
}
