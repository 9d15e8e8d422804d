package org.llmspell.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;

/** A subscription whose owner asks for events. */
final class PolledSubscription extends Subscription {
  private final Runnable available;
  private final Room arrivals = new Room();

  PolledSubscription(
      long number,
      List<EventPattern> patterns,
      Runnable available,
      SubscribeOptions options,
      Limits limits,
      Surroundings surroundings) {
    super(number, patterns, options, limits, surroundings);
    this.available = available;
  }

  @Override
  boolean isTaker() {
    return false;
  }

  @Override
  void wake() {
    arrivals.signal();
    available.run();
  }

  @Override
  public Optional<UniversalEvent> poll() {
    return Optional.ofNullable(next());
  }

  private @Nullable UniversalEvent next() {
    List<UniversalEvent> events = new ArrayList<>(1);
    return take(1, events) == 0 ? null : events.getFirst();
  }

  /** Takes events that have not expired; falls asleep when there are none. */
  private int take(int limit, List<UniversalEvent> into) {
    var batch = new @Nullable UniversalEvent[limit];
    do {
      for (int count = take(batch); count > 0; count = take(batch)) {
        for (int i = 0; i < count; i++) {
          UniversalEvent event = batch[i];
          if (event != null && !isExpired(event)) {
            into.add(event);
          }
        }
        if (!into.isEmpty()) {
          tally.delivered(into.size());
          return into.size();
        }
      }
    } while (!fallAsleep());
    return 0;
  }

  @Override
  public Optional<UniversalEvent> poll(Duration patience) throws InterruptedException {
    return pollBatch(1, patience).stream().findFirst();
  }

  @Override
  public List<UniversalEvent> pollBatch(int limit, Duration patience) throws InterruptedException {
    if (limit < 1) {
      throw new IllegalArgumentException("The limit is %d but must be above 0".formatted(limit));
    }
    List<UniversalEvent> events = new ArrayList<>();
    long end = System.nanoTime() + patience.toNanos();
    while (!isClosed() && take(limit, events) == 0) {
      Duration rest = Duration.ofNanos(end - System.nanoTime());
      if (!rest.isPositive() || !arrivals.await(() -> !isDrained() || isClosed(), rest)) {
        take(limit, events);
        break;
      }
    }
    return events;
  }

  @Override
  void closing() {
    arrivals.signal();
  }
}
