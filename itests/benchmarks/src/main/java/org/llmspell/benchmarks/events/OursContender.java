package org.llmspell.benchmarks.events;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.OverflowPolicy;
import org.llmspell.core.event.SubscribeOptions;

/** Our bus, as a service of a real container; publishers wait for room, so nothing is dropped. */
record OursContender(EventBus bus, List<EventSubscription> subscriptions) implements Contender {
  static final int CAPACITY = 8_192;

  static Contender start(EventBus bus, int subscribers, IntFunction<Runnable> onEvent) {
    SubscribeOptions options =
        SubscribeOptions.DEFAULT.withOverflow(OverflowPolicy.BLOCK).withCapacity(CAPACITY);
    List<EventSubscription> all =
        java.util.stream.IntStream.range(0, subscribers)
            .mapToObj(i -> {
              Runnable work = onEvent.apply(i);
              return bus.subscribe(List.of("bench.*"), _ -> work.run(), options);
            })
            .toList();
    return new OursContender(bus, all);
  }

  @Override
  public void publish(Map<String, Object> data) {
    bus.publish("bench.event", data);
  }

  @Override
  public void close() {
    subscriptions.forEach(EventSubscription::close);
  }
}
