package org.llmspell.events;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.BusStatistics;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventBusListener;
import org.llmspell.core.event.EventHandler;
import org.llmspell.core.event.EventHeader;
import org.llmspell.core.event.EventInterceptor;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.FlowNotice;
import org.llmspell.core.event.OptionalEvents;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;

/** The one bus of the container. What bundles see of it is a {@link BundleBus} each. */
final class Bus implements EventBus, Surroundings, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("llmspell.events");

  private final EventRedaction redaction = new EventRedaction();
  private volatile BusSettings settings;
  private final Threads threads;
  private final Routes routes;
  private final BusClock clock;
  private volatile @Nullable RateGate gate;
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicLong subscribed = new AtomicLong();

  /** Of limits that do not hold any more. */
  private final AtomicLong violationsBefore = new AtomicLong();

  private final List<EventBusListener> listeners = new CopyOnWriteArrayList<>();
  private final List<EventInterceptor> interceptors = new CopyOnWriteArrayList<>();
  private final Totals totals = new Totals();

  /** Whether an event can go straight to the queues. */
  private volatile boolean direct;

  private volatile boolean closed;

  Bus(BusSettings settings, Threads threads) {
    this.settings = settings;
    this.threads = threads;
    this.routes = new Routes(type -> this.settings.allowsType(type));
    this.clock = new BusClock(System::currentTimeMillis, threads.clock(), sequence::get);
    this.gate = gate(settings);
    decideWay();
  }

  private @Nullable RateGate gate(BusSettings wanted) {
    return wanted.maxPerSecond() > 0
        ? new RateGate(wanted.maxPerSecond(), System::nanoTime, this::notice)
        : null;
  }

  /** Other settings from now on; subscriptions stay as they are. */
  synchronized void change(BusSettings wanted) {
    if (wanted.maxPerSecond() != settings.maxPerSecond()) {
      RateGate old = gate;
      if (old != null) {
        violationsBefore.addAndGet(old.violations());
      }
      gate = gate(wanted);
    }
    settings = wanted;
    routes.renew();
    decideWay();
  }

  private synchronized void decideWay() {
    direct = settings.enabled() && gate == null && interceptors.isEmpty();
  }

  @Override
  public boolean hasSubscribers(String type) {
    return settings.enabled() && routes.of(type).length > 0;
  }

  @Override
  public long generation() {
    return routes.generation();
  }

  @Override
  public void publish(String type, @Nullable Object data) {
    if (!direct) {
      publishIndirectly(
          new UniversalEvent(type, data, EventHeader.PLAIN, UniversalEvent.UNPUBLISHED, 0));
      return;
    }
    checkType(type);
    // In this order: who subscribed before a number was given gets the event of that number.
    long number = sequence.getAndIncrement();
    Subscription[] route = routes.of(type);
    if (route.length == 0) {
      return;
    }
    deliver(new UniversalEvent(type, data, EventHeader.PLAIN, number, clock.millis(number)), route);
  }

  @Override
  public UniversalEvent publish(UniversalEvent event) {
    return direct && event.header().source() == null ? emit(event) : publishIndirectly(event);
  }

  private static void checkType(String type) {
    if (type.isEmpty()) {
      throw SpellException.validation("event_type", "The type of an event cannot be empty");
    }
  }

  private UniversalEvent publishIndirectly(UniversalEvent event) {
    String source = event.header().source();
    BusSettings rules = settings;
    if (!rules.enabled() || (source != null && !rules.allowsSource(source))) {
      return event;
    }
    checkType(event.type());
    RateGate limit = gate;
    if (limit != null) {
      limit.pass();
    }
    UniversalEvent current = event;
    for (EventInterceptor interceptor : interceptors) {
      Optional<UniversalEvent> next = interceptor.beforeEmit(current);
      if (next.isEmpty()) {
        return current;
      }
      current = next.get();
    }
    UniversalEvent published = emit(current);
    interceptors.forEach(interceptor -> interceptor.afterEmit(published));
    return published;
  }

  private UniversalEvent emit(UniversalEvent event) {
    checkType(event.type());
    long number = sequence.getAndIncrement();
    UniversalEvent published = event.published(number, clock.millis(number));
    deliver(published, routes.of(event.type()));
    return published;
  }

  /** All others get the event, even if one refuses it. */
  private void deliver(UniversalEvent event, Subscription[] route) {
    Subscription refusing = null;
    Subscription.Offer worst = Subscription.Offer.DONE;
    for (Subscription subscription : route) {
      Subscription.Offer offer = subscription.offer(event);
      if (offer != Subscription.Offer.DONE) {
        refusing = subscription;
        worst = offer;
      }
    }
    if (refusing != null) {
      throw refusal(event, refusing, worst);
    }
  }

  private static SpellException refusal(
      UniversalEvent event, Subscription subscription, Subscription.Offer offer) {
    int capacity = subscription.capacity();
    return new SpellException(
        new ErrorKind.ResourceLimit("event queue", capacity, subscription.pending()),
        "Event '%s' was %s: the queue of subscription %s to %s holds %d events and is full"
            .formatted(
                event.type(),
                offer == Subscription.Offer.REJECTED ? "rejected" : "blocked",
                subscription.id(),
                subscription.patterns(),
                capacity));
  }

  @Override
  public EventSubscription subscribe(
      List<String> patterns, EventHandler handler, SubscribeOptions options) {
    return added(
        new HandlerSubscription(
            subscribed.getAndIncrement(),
            compiled(patterns),
            handler,
            options,
            Limits.of(options, settings.capacity()),
            this,
            threads.delivery()));
  }

  @Override
  public EventSubscription subscribe(
      List<String> patterns, SubscribeOptions options, Runnable available) {
    return added(
        new PolledSubscription(
            subscribed.getAndIncrement(),
            compiled(patterns),
            available,
            options,
            Limits.of(options, settings.capacity()),
            this));
  }

  private static List<EventPattern> compiled(List<String> patterns) {
    if (patterns.isEmpty()) {
      throw SpellException.validation("pattern", "A subscription needs at least one pattern");
    }
    return patterns.stream().distinct().map(EventPattern::of).toList();
  }

  private Subscription added(Subscription subscription) {
    routes.add(subscription);
    if (closed) {
      subscription.close(); // nobody else will
    }
    return subscription;
  }

  @Override
  public List<EventSubscription> subscriptions() {
    return List.copyOf(routes.all());
  }

  @Override
  public BusStatistics statistics() {
    RateGate limit = gate;
    long violations = violationsBefore.get() + (limit == null ? 0 : limit.violations());
    return totals.statistics(sequence.get(), routes.all(), violations);
  }

  @Override
  public boolean wants(OptionalEvents sort) {
    BusSettings rules = settings;
    return rules.enabled() && rules.optional().contains(sort);
  }

  @Override
  public void failed(UniversalEvent event, Subscription subscription, Throwable failure) {
    if (listeners.isEmpty()) {
      LOG.log(Level.WARNING, "A handler of event '" + event.type() + "' failed", failure);
    }
    handlerFailed(event, subscription, failure);
  }

  /** Tells the listeners only; for failures that somebody else has reported to the user. */
  void handlerFailed(UniversalEvent event, EventSubscription subscription, Throwable failure) {
    tell(listener -> listener.handlerFailed(event, subscription, failure));
  }

  @Override
  public void notice(FlowNotice notice) {
    tell(listener -> listener.flow(notice));
  }

  private void tell(Consumer<EventBusListener> news) {
    for (EventBusListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A listener of the event bus failed", e);
      }
    }
  }

  @Override
  public void closed(Subscription subscription) {
    routes.remove(subscription);
    subscription.discard();
    totals.add(subscription);
  }

  /** The sequence of the next event. */
  long nextSequence() {
    return sequence.get();
  }

  /** Runs something on a thread of the bus. */
  void run(Runnable work) {
    threads.delivery().execute(work);
  }

  void add(EventBusListener listener) {
    listeners.add(listener);
  }

  void remove(EventBusListener listener) {
    listeners.remove(listener);
  }

  void add(EventInterceptor interceptor) {
    interceptors.add(interceptor);
    decideWay();
  }

  void remove(EventInterceptor interceptor) {
    interceptors.remove(interceptor);
    decideWay();
  }

  /** Takes secrets out of events that are kept or exported. */
  EventRedaction redaction() {
    return redaction;
  }

  /** Whether the bus was stopped, so that nothing is delivered any more. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    routes.all().forEach(Subscription::close);
    clock.close();
  }
}
