package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.event.EventLanguage;
import org.llmspell.core.event.EventLink;
import org.llmspell.core.event.EventQuery;
import org.llmspell.core.event.EventRelationship;
import org.llmspell.core.event.EventTimeline;
import org.llmspell.core.event.UniversalEvent;

class CorrelationTest {
  private static final Correlations.Bounds BOUNDS =
      new Correlations.Bounds(3, 5, 8, Duration.ofHours(1), true, Duration.ofSeconds(60));

  private final Bus bus = Buses.plain();
  private final CorrelationService service = new CorrelationService(bus, BOUNDS);

  @AfterEach
  void close() {
    bus.close();
  }

  private UniversalEvent publish(UUID correlation, String type, String source) {
    return bus.publish(
        UniversalEvent.builder(type).correlationId(correlation).source(source).build());
  }

  @Test
  void tellsWhatLedToWhat() {
    UUID id = UUID.randomUUID();
    UniversalEvent first = publish(id, "tool.started", "a");
    UniversalEvent second = publish(id, "tool.failed", "a");
    bus.publish("tool.other", "stands alone");

    EventTimeline timeline = service.timeline(id).orElseThrow();

    assertThat(timeline.entries())
        .extracting(entry -> entry.event().type())
        .containsExactly("tool.started", "tool.failed");
    assertThat(timeline.depth()).isEqualTo(1);
    assertThat(timeline.entries().getLast().causes()).containsExactly(first.id());
    assertThat(timeline.entries().getFirst().effects()).containsExactly(second.id());
    assertThat(service.causes(second.id())).containsExactly(second, first);
    assertThat(service.links(id))
        .extracting(EventLink::relationship)
        .containsExactly(EventRelationship.FOLLOWS_FROM);
    assertThat(service.statistics().totalEvents()).isEqualTo(2);
  }

  @Test
  void findsWhatAnEventSaysItIsAPartOf() {
    UUID id = UUID.randomUUID();
    UniversalEvent whole = publish(id, "work.start", "a");
    UniversalEvent part =
        bus.publish(
            UniversalEvent.builder("work.complete")
                .correlationId(id)
                .data(Map.of("part_of", whole.id().toString()))
                .build());
    bus.publish(
        UniversalEvent.builder("other").correlationId(id).data(Map.of("part_of", "x")).build());

    assertThat(
            service.links(id).stream().filter(l -> l.relationship() == EventRelationship.PART_OF))
        .singleElement()
        .satisfies(l -> assertThat(l.from()).isEqualTo(part.id()))
        .satisfies(l -> assertThat(l.to()).isEqualTo(whole.id()))
        .satisfies(l -> assertThat(l.strength()).isEqualTo(1.0));
  }

  @Test
  void acceptsLinksAndRefusesThoseOfUnknownEvents() {
    UUID id = UUID.randomUUID();
    UniversalEvent a = publish(id, "a", "x");
    UniversalEvent b = publish(id, "b", "x");

    service.link(link(b, a.id(), 1));

    assertThat(service.links(id)).hasSize(2);
    assertThatThrownBy(() -> service.link(link(UniversalEvent.builder("c").build(), a.id(), 1)))
        .hasMessageContaining("is not known");
    assertThatThrownBy(() -> link(b, a.id(), 1.5)).hasMessageContaining("0 to 1");
  }

  private static EventLink link(UniversalEvent from, UUID to, double strength) {
    return new EventLink(
        from.id(), to, EventRelationship.CAUSED_BY, strength, Map.of(), Instant.now());
  }

  @Test
  void findsByWhatIsAskedFor() {
    UUID one = UUID.randomUUID();
    UUID two = UUID.randomUUID();
    UniversalEvent a = publish(one, "user.login", "web");
    UniversalEvent b = publish(one, "user.logout", "web");
    UniversalEvent c = publish(two, "user.login", "app");

    assertThat(service.find(EventQuery.builder().pattern("*.login").build())).containsExactly(a, c);
    assertThat(service.find(EventQuery.builder().source("app").build())).containsExactly(c);
    assertThat(service.find(EventQuery.builder().correlation(one).build())).containsExactly(a, b);
    assertThat(service.find(EventQuery.builder().rootCausesOnly().build())).containsExactly(a, c);
    assertThat(service.find(EventQuery.builder().leafEffectsOnly().build())).containsExactly(b, c);
    assertThat(service.find(EventQuery.builder().depth(1, 9).build())).containsExactly(b);
    assertThat(service.find(EventQuery.builder().events(2, 9).build())).containsExactly(a, b);
    assertThat(
            service.find(EventQuery.builder().relationship(EventRelationship.FOLLOWS_FROM).build()))
        .containsExactly(a, b);
    assertThat(service.find(EventQuery.builder().language(EventLanguage.LUA).build())).isEmpty();
    assertThat(service.find(EventQuery.builder().sort(EventQuery.Sort.DEPTH).limit(2).build()))
        .containsExactly(a, c);
    Instant future = Instant.now().plusSeconds(60);
    assertThat(service.find(EventQuery.builder().between(future, future.plusSeconds(1)).build()))
        .isEmpty();
  }

  @Test
  void forgetsTheOldestWhenThereIsTooMuch() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(UUID.randomUUID());
      for (int n = 0; n < 5; n++) {
        publish(ids.getLast(), "n", "x");
      }
    }

    assertThat(service.timeline(ids.getLast()).orElseThrow().entries()).hasSize(3);
    assertThat(service.timeline(ids.getFirst())).isEmpty();
    assertThat(service.statistics().totalEvents()).isLessThanOrEqualTo(8);
    assertThat(service.statistics().activeCorrelations()).isLessThanOrEqualTo(5);
    assertThat(service.statistics().totalLinks()).isLessThanOrEqualTo(8);
  }

  @Test
  void keepsWhatItKnowsWhenItsBoundsChange() {
    var correlations = new Correlations(BOUNDS);
    UUID id = UUID.randomUUID();
    for (int i = 0; i < 3; i++) {
      correlations.add(event(id, i));
    }

    correlations.change(
        new Correlations.Bounds(2, 5, 8, Duration.ofHours(1), false, Duration.ofSeconds(60)));
    assertThat(correlations.timeline(id).orElseThrow().entries()).hasSize(3);

    correlations.add(event(id, 3));
    assertThat(correlations.timeline(id).orElseThrow().entries())
        .extracting(entry -> entry.event().type())
        .containsExactly("n2", "n3");
    assertThat(correlations.links(id)).isEmpty();
  }

  private static UniversalEvent event(UUID correlation, int number) {
    return UniversalEvent.builder("n" + number)
        .correlationId(correlation)
        .build()
        .published(number, 1_000L + number);
  }
}
