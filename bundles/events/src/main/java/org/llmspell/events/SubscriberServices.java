package org.llmspell.events;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventSubscriber;
import org.llmspell.core.event.OverflowPolicy;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Subscribes the {@link EventSubscriber} services. What a subscription needs is in the service
 * properties, so the service itself is made when the first event arrives.
 */
@Component(immediate = true, service = SubscriberServices.class)
public final class SubscriberServices {
  private static final System.Logger LOG = System.getLogger("llmspell.events");
  private static final String PREFIX = "llmspell.event.";

  /** How long the end of a service waits for its running handler. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Bus bus;
  private final Map<ServiceReference<EventSubscriber>, Entry> entries = new ConcurrentHashMap<>();

  /** Starts to look for subscribers. */
  @Activate
  public SubscriberServices(@Reference BusService service) {
    this.bus = service.bus();
  }

  @Deactivate
  void close() {
    entries.keySet().forEach(this::remove);
  }

  @Reference(
      service = EventSubscriber.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeSubscriber")
  void addSubscriber(ComponentServiceObjects<EventSubscriber> objects) {
    ServiceReference<EventSubscriber> reference = objects.getServiceReference();
    var entry = new Entry(objects);
    try {
      HandlerSubscription subscription =
          (HandlerSubscription)
              bus.subscribe(patterns(reference), entry::onEvent, options(reference));
      entry.subscription = subscription;
      entries.put(reference, entry);
    } catch (SpellException | IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "An event subscriber of bundle {0} is left out: {1}",
          reference.getBundle().getSymbolicName(),
          e.getMessage());
    }
  }

  void removeSubscriber(ComponentServiceObjects<EventSubscriber> objects) {
    remove(objects.getServiceReference());
  }

  private void remove(ServiceReference<EventSubscriber> reference) {
    Entry entry = entries.remove(reference);
    if (entry != null) {
      entry.close();
    }
  }

  private static List<String> patterns(ServiceReference<?> reference) {
    return switch (reference.getProperty(PREFIX + "patterns")) {
      case String one -> List.of(one);
      case String[] many -> Arrays.asList(many);
      case null, default ->
          throw SpellException.validation(
              "patterns",
              "Property '%spatterns' is missing; annotate the component with @SubscribesTo"
                  .formatted(PREFIX));
    };
  }

  private static SubscribeOptions options(ServiceReference<?> reference) {
    SubscribeOptions options = SubscribeOptions.DEFAULT;
    if (reference.getProperty(PREFIX + "overflow") instanceof String policy) {
      options = options.withOverflow(OverflowPolicy.valueOf(policy));
    }
    if (reference.getProperty(PREFIX + "capacity") instanceof Integer capacity) {
      options = options.withCapacity(capacity);
    }
    return options;
  }

  /** One service and its subscription. */
  private static final class Entry {
    private final ComponentServiceObjects<EventSubscriber> objects;
    private @Nullable EventSubscriber service;
    private volatile @Nullable HandlerSubscription subscription;

    Entry(ComponentServiceObjects<EventSubscriber> objects) {
      this.objects = objects;
    }

    void onEvent(UniversalEvent event) throws Exception {
      EventSubscriber known = service();
      if (known != null) {
        known.onEvent(event);
      }
    }

    private synchronized @Nullable EventSubscriber service() {
      if (service == null) {
        service = objects.getService();
      }
      return service;
    }

    /** The service registry calls this before the component is deactivated. */
    void close() {
      HandlerSubscription current = subscription;
      if (current == null) {
        return;
      }
      current.close();
      try {
        if (!current.awaitQuiet(PATIENCE)) {
          LOG.log(Level.WARNING, "An event subscriber was stopped while it handled an event");
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      release();
    }

    private synchronized void release() {
      EventSubscriber known = service;
      if (known != null) {
        objects.ungetService(known);
        service = null;
      }
    }
  }
}
