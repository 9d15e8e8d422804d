package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.event.EventLanguage;
import org.llmspell.core.event.EventMetrics;
import org.llmspell.core.event.UniversalEvent;

class MetricsTest {
  private final Bus bus = Buses.plain();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void countsByTypeAndLanguage() throws Exception {
    var metrics = new MetricsService(bus, System::currentTimeMillis);
    bus.publish("a", 1);
    bus.publish("a", 2);
    bus.publish(UniversalEvent.builder("b").language(EventLanguage.LUA).build());

    for (var subscription : bus.subscriptions()) {
      assertThat(subscription.awaitIdle(Buses.SOON)).isTrue();
    }
    EventMetrics.Snapshot snapshot = metrics.snapshot();

    assertThat(snapshot.totalEvents()).isEqualTo(3);
    assertThat(snapshot.byType()).isEqualTo(Map.of("a", 2L, "b", 1L));
    assertThat(snapshot.byLanguage())
        .isEqualTo(Map.of(EventLanguage.JAVA, 2L, EventLanguage.LUA, 1L));
    assertThat(snapshot.waitMicros()).containsKeys(50, 90, 95, 99);
    metrics.close();
    assertThat(bus.hasSubscribers("a")).isFalse();
  }

  @Test
  void seesWhereTheRateIsGoing() {
    var rates = new Rates();
    assertThat(rates.trend(100)).isEqualTo(EventMetrics.Trend.UNKNOWN);
    for (int second = 80; second < 100; second++) {
      int count = second >= 95 ? 20 : 10;
      for (int i = 0; i < count; i++) {
        rates.count(second);
      }
    }

    assertThat(rates.trend(100)).isEqualTo(EventMetrics.Trend.INCREASING);
    assertThat(rates.trend(95)).isEqualTo(EventMetrics.Trend.STABLE);
    assertThat(rates.trend(105)).isEqualTo(EventMetrics.Trend.DECREASING);
    assertThat(rates.at(99)).isEqualTo(20);
    assertThat(rates.peak(100)).isEqualTo(20);
    assertThat(rates.peak(500)).isZero();
  }
}
