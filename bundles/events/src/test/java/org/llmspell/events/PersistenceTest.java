package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.event.UniversalEvent;

class PersistenceTest {
  private static final Persistence.Rules RULES =
      new Persistence.Rules(List.of("keep.*"), Duration.ofHours(1), Duration.ofDays(7));

  private final Bus bus = Buses.plain();
  private final MemoryEventStore store = new MemoryEventStore(3);

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void keepsTheNewestEventsOfItsPatterns() {
    var persistence = new Persistence(bus, store, RULES, true, InstantSource.system());
    UUID id = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      bus.publish(UniversalEvent.builder("keep." + i).correlationId(id).build());
      bus.publish("other", i);
    }
    persistence.close();

    assertThat(store.byPattern("*", 10))
        .extracting(UniversalEvent::type)
        .containsExactly("keep.2", "keep.3", "keep.4");
    assertThat(store.byPattern("*.3", 10)).hasSize(1);
    assertThat(store.byPattern("*", 1)).extracting(UniversalEvent::type).containsExactly("keep.4");
    assertThat(store.byCorrelation(id)).hasSize(3);
    Instant now = Instant.now();
    assertThat(store.byTime(now.minusSeconds(60), now.plusSeconds(60), 9)).hasSize(3);
    assertThat(store.byTime(now.plusSeconds(60), now.plusSeconds(90), 9)).isEmpty();
    assertThat(store.statistics().totalEvents()).isEqualTo(3);
    assertThat(store.statistics().byType()).containsEntry("keep.4", 1L);
  }

  @Test
  void keepsTheNewestWhenItsLimitChanges() {
    List<UniversalEvent> batch =
        IntStream.range(0, 3).mapToObj(i -> UniversalEvent.builder("e" + i).build()).toList();
    store.store(batch);

    store.change(2);
    assertThat(store.byPattern("*", 9)).containsExactlyElementsOf(batch.subList(1, 3));

    store.change(3);
    store.store(List.of(batch.getFirst()));
    assertThat(store.statistics().totalEvents()).isEqualTo(3);
  }

  @Test
  void clearsAwayWhatIsTooOld() throws Exception {
    var now = new AtomicReference<>(Instant.now());
    var persistence = new Persistence(bus, store, RULES, true, now::get);
    bus.publish("keep.a", 1);
    persistence.awaitKept();

    now.set(now.get().plus(Duration.ofDays(8)));
    bus.publish("keep.b", 2);
    persistence.close();

    assertThat(store.statistics().totalEvents()).as("both are old by that clock").isZero();
  }

  @Test
  void keepsNothingUnlessEnabled() {
    var persistence = new Persistence(bus, store, RULES, false, InstantSource.system());

    assertThat(bus.hasSubscribers("keep.a")).isFalse();
    persistence.close();
  }
}
