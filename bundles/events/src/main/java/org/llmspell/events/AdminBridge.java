package org.llmspell.events;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Carries events between the bus and EventAdmin, in both directions. It is there while an
 * EventAdmin is; without one, its package is not even needed.
 *
 * <p>To EventAdmin goes only what some handler there has asked for. An event that came from the
 * other side is never carried back.
 */
@Component(immediate = true, service = AdminBridge.class)
public final class AdminBridge
    implements EventHandler,
        ServiceTrackerCustomizer<EventHandler, ServiceReference<EventHandler>> {

  /** The source of events that came from EventAdmin. */
  static final String SOURCE = "eventadmin";

  private static final String ID = "llmspell.event.id";
  private static final String FRAMEWORK = "org/osgi/framework/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final System.Logger LOG = System.getLogger("llmspell.events");

  private final Bus bus;
  private final EventAdmin admin;
  private final BundleContext context;
  private final ServiceRegistration<EventHandler> registration;
  private final ServiceTracker<EventHandler, ServiceReference<EventHandler>> handlers;
  private final Map<ServiceReference<EventHandler>, Set<String>> wanted = new HashMap<>();
  private final Set<Carrier> carriers = ConcurrentHashMap.newKeySet();
  private Set<String> patterns = Set.of();
  private @Nullable Carrier carrier;

  /** Starts to carry. */
  @Activate
  public AdminBridge(
      @Reference BusService service, @Reference EventAdmin admin, BundleContext context) {
    this.bus = service.bus();
    this.admin = admin;
    this.context = context;
    Dictionary<String, Object> everything =
        FrameworkUtil.asDictionary(Map.of(EventConstants.EVENT_TOPIC, "*"));
    registration = context.registerService(EventHandler.class, this, everything);
    handlers = new ServiceTracker<>(context, EventHandler.class, this);
    handlers.open();
  }

  @Deactivate
  void close() {
    registration.unregister();
    handlers.close();
    carriers.forEach(Carrier::close);
  }

  /** From EventAdmin to the bus. The framework's own events come by a shorter way. */
  @Override
  public void handleEvent(Event event) {
    String topic = event.getTopic();
    String type = Topics.toType(topic);
    if (event.containsProperty(ID) || topic.startsWith(FRAMEWORK) || !bus.hasSubscribers(type)) {
      return;
    }
    Map<String, Object> data = new LinkedHashMap<>();
    for (String name : event.getPropertyNames()) {
      if (!name.equals(EventConstants.EVENT_TOPIC)) {
        data.put(name, PlainValues.of(event.getProperty(name), 0));
      }
    }
    bus.publish(UniversalEvent.builder(type).data(data).source(SOURCE).build());
  }

  /**
   * Carries what some handlers have asked for, from one event on up to another. It hands each event
   * over before it takes the next: EventAdmin keeps the order of what one thread posts, but
   * deliveries of a subscription are on many threads.
   */
  private final class Carrier {
    final long from;
    final EventSubscription subscription;
    private final CountDownLatch turn = new CountDownLatch(1);
    private volatile long to = Long.MAX_VALUE;

    Carrier(Set<String> patterns) {
      subscription =
          bus.subscribe(
              List.copyOf(patterns),
              this::carry,
              SubscribeOptions.DEFAULT.withFilter(AdminBridge::isOurs));
      from = bus.nextSequence();
      carriers.add(this);
    }

    private void carry(UniversalEvent event) throws InterruptedException {
      if (event.sequence() >= from && event.sequence() < to) {
        turn.await();
        admin.sendEvent(toAdmin(event));
      }
    }

    /** What came before is carried. */
    void begin() {
      turn.countDown();
    }

    /** Another one goes on from an event, when this one is done. */
    void end(long at, @Nullable Carrier next) {
      to = at;
      bus.run(() -> finish(next));
    }

    private void finish(@Nullable Carrier next) {
      try {
        if (!subscription.awaitIdle(PATIENCE)) {
          LOG.log(
              Level.WARNING,
              "EventAdmin takes its events so slowly that {0} were not handed over",
              subscription.statistics().pending());
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      close();
      if (next != null) {
        next.begin();
      }
    }

    void close() {
      carriers.remove(this);
      subscription.close();
    }
  }

  private static Event toAdmin(UniversalEvent event) {
    Map<String, Object> properties = new HashMap<>();
    if (event.data() instanceof Map<?, ?> data) {
      data.forEach((key, value) -> {
        if (value != null) {
          properties.put(String.valueOf(key), value);
        }
      });
    } else if (event.data() != null) {
      properties.put("data", PlainValues.of(event.data(), 0));
    }
    properties.put(ID, event.id().toString());
    properties.put("llmspell.event.type", event.type());
    properties.put(EventConstants.TIMESTAMP, event.timestampMillis());
    return new Event(Topics.toTopic(event.type()), properties);
  }

  @Override
  public @Nullable ServiceReference<EventHandler> addingService(
      ServiceReference<EventHandler> reference) {
    if (reference.getBundle() == context.getBundle()) {
      return null;
    }
    change(reference, topics(reference));
    return reference;
  }

  @Override
  public void modifiedService(
      ServiceReference<EventHandler> reference, ServiceReference<EventHandler> same) {
    change(reference, topics(reference));
  }

  @Override
  public void removedService(
      ServiceReference<EventHandler> reference, ServiceReference<EventHandler> same) {
    change(reference, Set.of());
  }

  private static Set<String> topics(ServiceReference<?> reference) {
    return switch (reference.getProperty(EventConstants.EVENT_TOPIC)) {
      case String one -> Set.of(one);
      case String[] many -> Arrays.stream(many).collect(Collectors.toSet());
      case List<?> many -> many.stream().map(String::valueOf).collect(Collectors.toSet());
      case null, default -> Set.of();
    };
  }

  /**
   * The new carrier subscribes before the old one ends, so other handlers miss nothing, and carries
   * after it, so they see the events in their order.
   */
  private synchronized void change(ServiceReference<EventHandler> reference, Set<String> topics) {
    if (topics.isEmpty()) {
      wanted.remove(reference);
    } else {
      wanted.put(reference, topics);
    }
    Set<String> now = new TreeSet<>();
    wanted.values().forEach(set -> set.forEach(topic -> now.add(Topics.toType(topic))));
    if (now.equals(patterns)) {
      return;
    }
    patterns = now;
    Carrier old = carrier;
    Carrier next = now.isEmpty() ? null : new Carrier(now);
    carrier = next;
    if (old != null) {
      old.end(next == null ? bus.nextSequence() : next.from, next);
    } else if (next != null) {
      next.begin();
    }
  }

  private static boolean isOurs(UniversalEvent event) {
    return !SOURCE.equals(event.header().source())
        && !event.type().startsWith("org.osgi.framework.");
  }
}
