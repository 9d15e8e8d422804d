package org.llmspell.state;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventStore;
import org.llmspell.core.event.EventStoreStatistics;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.json.PlainJson;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps events in the store of the container, in the order of time and sequence. Only there while
 * state outlives the process.
 */
@Component(
    name = "org.llmspell.state.events",
    enabled = false,
    property = "service.ranking:Integer=100")
public final class StoredEvents implements EventStore {
  private static final int BATCH = 1_000;

  private final StoreService stores;

  /** In the store of the container. */
  @Activate
  public StoredEvents(@Reference StoreService stores) {
    this.stores = stores;
  }

  /** Keys are ordered like the events: sixteen digits of time, of sequence, and the id. */
  private static byte[] key(UniversalEvent event) {
    return Keys.of(
        Keys.EVENT,
        "%s:%016x:%s".formatted(time(event.timestampMillis()), event.sequence(), event.id()));
  }

  private static String time(long millis) {
    return "%016x".formatted(millis);
  }

  @Override
  public void store(List<UniversalEvent> events) {
    stores.on(store ->
        store.writing(() -> {
          List<StateWrite> changes = new ArrayList<>(events.size());
          for (UniversalEvent event : events) {
            changes.add(
                store.put(key(event), StateRecord.of(event.toPlain(), event.timestampMillis())));
          }
          store.backend().write(changes);
          return true;
        }));
    stores.flusher().written();
  }

  @Override
  public List<UniversalEvent> byPattern(String pattern, int limit) {
    Predicate<String> fits = KeyPatterns.one(pattern);
    return newest(Keys.prefix(Keys.EVENT), null, event -> fits.test(event.type()), limit);
  }

  @Override
  public List<UniversalEvent> byTime(Instant from, Instant to, int limit) {
    return newest(
        Keys.of(Keys.EVENT, time(Math.max(0, from.toEpochMilli()))),
        time(Math.max(0, to.toEpochMilli())),
        event -> true,
        limit);
  }

  @Override
  public List<UniversalEvent> byCorrelation(UUID correlationId) {
    return newest(
        Keys.prefix(Keys.EVENT),
        null,
        event -> event.correlationId().equals(correlationId),
        Integer.MAX_VALUE);
  }

  private List<UniversalEvent> newest(
      byte[] from, @Nullable String before, Predicate<UniversalEvent> filter, int limit) {
    Deque<UniversalEvent> found = new ArrayDeque<>();
    scan(
        from,
        before,
        (key, event) -> {
          if (filter.test(event)) {
            found.addLast(event);
            if (found.size() > limit) {
              found.removeFirst();
            }
          }
        });
    return List.copyOf(found);
  }

  private void scan(
      byte[] from, @Nullable String before, BiConsumer<byte[], UniversalEvent> visitor) {
    byte[] prefix = Keys.prefix(Keys.EVENT);
    OpenStore store = stores.open();
    store
        .backend()
        .scan(
            prefix,
            from,
            (key, bytes) -> {
              if (before != null && Keys.tail(key, prefix.length).compareTo(before) >= 0) {
                return false;
              }
              visitor.accept(
                  key,
                  UniversalEvent.fromPlain(
                      AgentForm.map(store.codec().decode(key, bytes).value())));
              return true;
            });
  }

  @Override
  public long deleteBefore(Instant time) {
    String limit = time(Math.max(0, time.toEpochMilli()));
    byte[] prefix = Keys.prefix(Keys.EVENT);
    OpenStore store = stores.open();
    long deleted = 0;
    List<StateWrite> changes = new ArrayList<>();
    do {
      changes.clear();
      store
          .backend()
          .scan(
              prefix,
              prefix,
              (key, bytes) ->
                  Keys.tail(key, prefix.length).compareTo(limit) < 0
                      && changes.add(StateWrite.delete(key))
                      && changes.size() < BATCH);
      if (!changes.isEmpty()) {
        List<StateWrite> batch = List.copyOf(changes);
        store.writing(() -> {
          store.backend().write(batch);
          return true;
        });
      }
      deleted += changes.size();
    } while (changes.size() == BATCH);
    stores.flusher().written();
    return deleted;
  }

  @Override
  public EventStoreStatistics statistics() {
    long[] figures = new long[2];
    Instant[] ends = new Instant[2];
    Map<String, Long> types = new TreeMap<>();
    scan(
        Keys.prefix(Keys.EVENT),
        null,
        (key, event) -> {
          figures[0]++;
          figures[1] +=
              key.length
                  + PlainJson.compact(event.toPlain()).getBytes(StandardCharsets.UTF_8).length;
          types.merge(event.type(), 1L, Long::sum);
          ends[0] = ends[0] == null ? event.timestamp() : ends[0];
          ends[1] = event.timestamp();
        });
    return new EventStoreStatistics(figures[0], figures[1], ends[0], ends[1], types);
  }
}
