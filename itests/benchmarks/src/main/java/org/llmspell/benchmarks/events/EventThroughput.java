package org.llmspell.benchmarks.events;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.SubscribeOptions;

/**
 * Events a second from one publisher, counted when every subscriber has them, beside the peers.
 * Rounds take turns, so that what else the machine does hits all alike; the median counts.
 */
public final class EventThroughput {
  private static final int ROUNDS = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Map<String, Object> DATA = Map.of("id", 1L, "name", "spell", "value", 2.5);

  /**
   * What one contender did.
   *
   * @param name who
   * @param subscribers how many
   * @param perSecond the median of the rounds
   * @param cpuNanos processor time for one event, all threads together; the least of the rounds
   */
  public record Result(String name, int subscribers, double perSecond, double cpuNanos) {}

  private record Entry(Contender.Maker maker, int events) {}

  private final EventBus bus;
  private final Map<String, Entry> contenders = new LinkedHashMap<>();

  /** The comparison with a bus of a running container. */
  public EventThroughput(EventBus bus) {
    this.bus = bus;
    contenders.put("ours", new Entry((n, work) -> OursContender.start(bus, n, work), 3_000_000));
    contenders.put("SubmissionPublisher", new Entry(FlowContender::start, 3_000_000));
    contenders.put("Disruptor, blocking", new Entry(DisruptorContender::start, 3_000_000));
    contenders.put("Guava AsyncEventBus", new Entry(GuavaContender::start, 500_000));
    contenders.put("Vert.x", new Entry(VertxContender::start, 300_000));
    contenders.put("Felix EventAdmin", new Entry(AdminContender::start, 60_000));
  }

  /** Runs all, with 1 and with 4 subscribers. */
  public List<Result> compare() throws Exception {
    List<Result> results = new ArrayList<>();
    for (int subscribers : new int[] {1, 4}) {
      Map<String, double[]> rates = new LinkedHashMap<>();
      Map<String, double[]> costs = new LinkedHashMap<>();
      for (int round = -1; round < ROUNDS; round++) {
        for (var contender : contenders.entrySet()) {
          double[] measured = once(contender.getValue(), subscribers);
          if (round >= 0) { // the first one warms up
            rates.computeIfAbsent(contender.getKey(), _ -> new double[ROUNDS])[round] = measured[0];
            costs.computeIfAbsent(contender.getKey(), _ -> new double[ROUNDS])[round] = measured[1];
          }
        }
      }
      rates.forEach((name, all) -> {
        Arrays.sort(all);
        double cost = Arrays.stream(costs.getOrDefault(name, all)).min().orElse(0);
        results.add(new Result(name, subscribers, all[ROUNDS / 2], cost));
      });
    }
    return results;
  }

  /** Events a second, and processor time in nanoseconds for each. */
  private static double[] once(Entry entry, int subscribers) throws Exception {
    int events = entry.events;
    var done = new CountDownLatch(subscribers);
    IntFunction<Runnable> counters =
        _ ->
            new Runnable() {
              private int count; // each subscriber gets one event at a time

              @Override
              public void run() {
                if (++count == events) {
                  done.countDown();
                }
              }
            };
    try (Contender contender = entry.maker.start(subscribers, counters)) {
      long cpu = cpuNanos();
      long start = System.nanoTime();
      for (int i = 0; i < events; i++) {
        contender.publish(DATA);
      }
      if (!done.await(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Events were lost");
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new double[] {events / seconds, (cpuNanos() - cpu) / (double) events};
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /**
   * Nanoseconds of processor time to find who gets an event among 10,000 subscriptions with
   * patterns; each type is new, so that no answer is known already.
   */
  public double routingNanos() {
    return amongManyPatterns(bus::hasSubscribers);
  }

  /** The same with the delivery into the queues, which are full, of those who get it. */
  public double publishingNanos() {
    return amongManyPatterns(type -> bus.publish(type, DATA));
  }

  private double amongManyPatterns(Consumer<String> work) {
    List<EventSubscription> subscriptions = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      for (String pattern :
          List.of("app" + i + ".*", "*.done" + i, "job." + i + ".*.end", "*-part" + i + "-*")) {
        subscriptions.add(
            bus.subscribe(List.of(pattern), SubscribeOptions.DEFAULT.withCapacity(8), () -> {}));
      }
    }
    try {
      double best = Double.MAX_VALUE;
      int number = 0;
      for (int batch = 0; batch < 60; batch++) {
        String[] types = new String[5_000];
        for (int i = 0; i < types.length; i++) {
          types[i] = "app" + (number % 2_500) + ".x-" + number++ + ".done" + (i % 2_500);
        }
        long start = THREADS.getCurrentThreadCpuTime();
        for (String type : types) {
          work.accept(type);
        }
        long spent = THREADS.getCurrentThreadCpuTime() - start;
        best = Math.min(best, spent / (double) types.length);
      }
      return best;
    } finally {
      subscriptions.forEach(EventSubscription::close);
    }
  }
}
