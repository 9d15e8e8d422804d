package org.llmspell.benchmarks.events;

import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** Guava's AsyncEventBus on a pool of as many threads as there are processors. */
record GuavaContender(AsyncEventBus bus, ExecutorService pool) implements Contender {

  static Contender start(int subscribers, IntFunction<Runnable> onEvent) {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    var bus = new AsyncEventBus(pool);
    for (int i = 0; i < subscribers; i++) {
      bus.register(new Subscriber(onEvent.apply(i)));
    }
    return new GuavaContender(bus, pool);
  }

  /** Found by its annotation. */
  public static final class Subscriber {
    private final Runnable work;

    Subscriber(Runnable work) {
      this.work = work;
    }

    /** Takes an event; one call at a time. */
    @Subscribe
    public void take(Map<String, Object> data) {
      work.run();
    }
  }

  @Override
  public void publish(Map<String, Object> data) {
    bus.post(data);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
