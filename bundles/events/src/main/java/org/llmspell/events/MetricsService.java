package org.llmspell.events;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.llmspell.core.event.EventLanguage;
import org.llmspell.core.event.EventMetrics;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.SubscriptionStatistics;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Counts events. The component is made when somebody asks for the service; only from then on does
 * it look at events.
 */
@Component(name = "org.llmspell.events.metrics")
public final class MetricsService implements EventMetrics {
  private static final int MAX_TYPES = 1_000;
  private static final String OTHER = "(other)";

  private final Bus bus;
  private final LongSupplier millis;
  private final EventSubscription subscription;
  private final Map<String, Long> byType = new HashMap<>();
  private final Map<EventLanguage, Long> byLanguage = new EnumMap<>(EventLanguage.class);
  private final Rates rates = new Rates();
  private final Waits waits = new Waits();
  private long total;

  /** Starts to count. */
  @Activate
  public MetricsService(@Reference BusService service) {
    this(service.bus(), System::currentTimeMillis);
  }

  MetricsService(Bus bus, LongSupplier millis) {
    this.bus = bus;
    this.millis = millis;
    this.subscription = bus.subscribe(List.of("*"), this::count, SubscribeOptions.DEFAULT);
  }

  @Deactivate
  void close() {
    subscription.close();
  }

  private synchronized void count(UniversalEvent event) {
    long now = millis.getAsLong();
    total++;
    boolean known = byType.containsKey(event.type()) || byType.size() < MAX_TYPES;
    byType.merge(known ? event.type() : OTHER, 1L, Long::sum);
    byLanguage.merge(event.header().language(), 1L, Long::sum);
    rates.count(event.timestampMillis() / 1_000);
    waits.add(Math.max(0, now - event.timestampMillis()));
  }

  @Override
  public synchronized Snapshot snapshot() {
    long second = millis.getAsLong() / 1_000;
    List<SubscriptionStatistics> all =
        bus.subscriptions().stream()
            .filter(each -> each != subscription)
            .map(EventSubscription::statistics)
            .toList();
    long delivered = all.stream().mapToLong(SubscriptionStatistics::delivered).sum();
    long failed = all.stream().mapToLong(SubscriptionStatistics::failed).sum();
    return new Snapshot(
        total,
        byType,
        byLanguage,
        rates.at(second - 1),
        rates.peak(second),
        all.stream()
            .mapToDouble(SubscriptionStatistics::handlingNanos)
            .filter(nanos -> nanos > 0)
            .average()
            .orElse(0),
        waits.percentiles(),
        delivered == 0 ? 0 : 100.0 * failed / delivered,
        rates.trend(second));
  }
}
