package org.llmspell.events;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.llmspell.core.event.EventStore;
import org.llmspell.core.event.EventStoreStatistics;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keeps the newest events in memory; for as long as there is no store that lasts. */
@Component(name = "org.llmspell.events.store")
@ServiceRanking(-1_000)
@Designate(ocd = MemoryEventStore.Config.class)
public final class MemoryEventStore implements EventStore {

  /** What an event takes beside its data, in bytes, about. */
  private static final long EVENT_BYTES = 200;

  /** The settings. */
  @ObjectClassDefinition(name = "Event store in memory")
  public @interface Config {
    /** {@code events.persistence.max_events}. */
    @AttributeDefinition(description = "How many events are kept.", min = "1")
    int max_events() default 100_000;
  }

  private int limit;
  private final Deque<UniversalEvent> events = new ArrayDeque<>();

  /** An empty store. */
  @Activate
  public MemoryEventStore(Config config) {
    this(config.max_events());
  }

  MemoryEventStore(int limit) {
    this.limit = limit;
  }

  /** Another limit; the newest events stay. */
  @Modified
  void change(Config config) {
    change(config.max_events());
  }

  synchronized void change(int wanted) {
    limit = wanted;
    while (events.size() > limit) {
      events.removeFirst();
    }
  }

  @Override
  public synchronized void store(List<UniversalEvent> batch) {
    for (UniversalEvent event : batch) {
      if (events.size() >= limit) {
        events.pollFirst();
      }
      events.addLast(event);
    }
  }

  @Override
  public List<UniversalEvent> byPattern(String pattern, int most) {
    EventPattern compiled = EventPattern.of(pattern);
    return newest(event -> compiled.matches(event.type()), most);
  }

  @Override
  public List<UniversalEvent> byTime(Instant from, Instant to, int most) {
    return newest(
        event -> !event.timestamp().isBefore(from) && event.timestamp().isBefore(to), most);
  }

  @Override
  public List<UniversalEvent> byCorrelation(UUID correlationId) {
    return newest(event -> event.correlationId().equals(correlationId), Integer.MAX_VALUE);
  }

  private synchronized List<UniversalEvent> newest(Predicate<UniversalEvent> wanted, int most) {
    List<UniversalEvent> all =
        events.stream()
            .filter(wanted)
            .sorted(
                Comparator.comparingLong(UniversalEvent::timestampMillis)
                    .thenComparingLong(UniversalEvent::sequence))
            .toList();
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  @Override
  public synchronized long deleteBefore(Instant time) {
    long before = events.size();
    events.removeIf(event -> event.timestamp().isBefore(time));
    return before - events.size();
  }

  @Override
  public synchronized EventStoreStatistics statistics() {
    return new EventStoreStatistics(
        events.size(),
        events.size() * EVENT_BYTES,
        events.isEmpty() ? null : events.getFirst().timestamp(),
        events.isEmpty() ? null : events.getLast().timestamp(),
        events.stream()
            .collect(Collectors.groupingBy(UniversalEvent::type, Collectors.counting())));
  }
}
