package org.llmspell.events;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.BusStatistics;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventHandler;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.OptionalEvents;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The bus as one bundle sees it. When the bundle goes, its subscriptions go too. */
@Component(scope = ServiceScope.BUNDLE)
public final class BundleBus implements EventBus {
  private final Bus bus;
  private final Set<EventSubscription> own = ConcurrentHashMap.newKeySet();

  /** The bus for one bundle. */
  @Activate
  public BundleBus(@Reference BusService service) {
    this.bus = service.bus();
  }

  @Deactivate
  void close() {
    own.forEach(EventSubscription::close);
    own.clear();
  }

  @Override
  public boolean hasSubscribers(String type) {
    return bus.hasSubscribers(type);
  }

  @Override
  public long generation() {
    return bus.generation();
  }

  @Override
  public void publish(String type, @Nullable Object data) {
    bus.publish(type, data);
  }

  @Override
  public UniversalEvent publish(UniversalEvent event) {
    return bus.publish(event);
  }

  @Override
  public EventSubscription subscribe(
      List<String> patterns, EventHandler handler, SubscribeOptions options) {
    return owned(bus.subscribe(patterns, handler, options));
  }

  @Override
  public EventSubscription subscribe(
      List<String> patterns, SubscribeOptions options, Runnable available) {
    return owned(bus.subscribe(patterns, options, available));
  }

  private EventSubscription owned(EventSubscription subscription) {
    own.removeIf(EventSubscription::isClosed);
    own.add(subscription);
    return subscription;
  }

  @Override
  public List<EventSubscription> subscriptions() {
    return bus.subscriptions();
  }

  @Override
  public BusStatistics statistics() {
    return bus.statistics();
  }

  @Override
  public boolean wants(OptionalEvents sort) {
    return bus.wants(sort);
  }
}
