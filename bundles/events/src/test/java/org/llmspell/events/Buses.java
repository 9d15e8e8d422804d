package org.llmspell.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.OverflowPolicy;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;

/** What tests of the bus have in common. */
final class Buses {
  static final Duration SOON = Duration.ofSeconds(20);

  private Buses() {}

  static Bus plain() {
    return new Bus(BusSettings.DEFAULT, Threads.create());
  }

  static SubscribeOptions room(int capacity, OverflowPolicy policy) {
    return SubscribeOptions.DEFAULT.withCapacity(capacity).withOverflow(policy);
  }

  /** The data of all events that are waiting. */
  static List<Object> drain(EventSubscription subscription) {
    List<Object> data = new ArrayList<>();
    for (var event = subscription.poll(); event.isPresent(); event = subscription.poll()) {
      data.add(String.valueOf(event.map(UniversalEvent::data).orElse(null)));
    }
    return data;
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("It did not happen in time");
    }
  }
}
