package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.OverflowPolicy;
import org.llmspell.core.event.SubscribeOptions;

/** Publishers, subscribers that come and go, and small queues, all at once. */
class BusStressTest {
  private static final int PUBLISHERS = 3;
  private static final int EACH = 20_000;

  /** One publisher's event: who, and its how manieth. */
  private record Mark(int publisher, int number) {}

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void comingAndGoingLosesAndDoublesNothing(long seed) throws Exception {
    try (var bus = Buses.plain()) {
      List<ConcurrentLinkedQueue<Mark>> stable = new ArrayList<>();
      for (String pattern : List.of("t.*", "*.x", "t.a.x", "*a*")) {
        var got = new ConcurrentLinkedQueue<Mark>();
        stable.add(got);
        bus.subscribe(
            List.of(pattern),
            event -> got.add((Mark) java.util.Objects.requireNonNull(event.data())),
            Buses.room(64, OverflowPolicy.BLOCK));
      }
      var start = new CountDownLatch(1);
      var over = new AtomicBoolean();
      Thread changes = Thread.ofPlatform().start(() -> comeAndGo(bus, new Random(seed), over));
      List<Thread> publishers = new ArrayList<>();
      for (int p = 0; p < PUBLISHERS; p++) {
        int publisher = p;
        publishers.add(
            Thread.ofPlatform()
                .start(() -> {
                  await(start);
                  for (int i = 0; i < EACH; i++) {
                    bus.publish("t.a.x", new Mark(publisher, i));
                  }
                }));
      }

      start.countDown();
      for (Thread publisher : publishers) {
        publisher.join();
      }
      over.set(true);
      changes.join();
      for (EventSubscription subscription : bus.subscriptions()) {
        assertThat(subscription.awaitIdle(Buses.SOON)).isTrue();
      }

      for (ConcurrentLinkedQueue<Mark> got : stable) {
        assertThat(got).as("seed %d", seed).hasSize(PUBLISHERS * EACH).doesNotHaveDuplicates();
        for (int p = 0; p < PUBLISHERS; p++) {
          int publisher = p;
          assertThat(got.stream().filter(m -> m.publisher == publisher).map(Mark::number))
              .as("order of publisher %d, seed %d", p, seed)
              .isSorted();
        }
      }
      assertThat(bus.subscriptions()).as("the others are gone").hasSize(4);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void comeAndGo(Bus bus, Random random, AtomicBoolean over) {
    List<EventSubscription> own = new ArrayList<>();
    while (!over.get()) {
      if (own.size() < 20 && random.nextBoolean()) {
        String pattern = List.of("*", "t.*", "t.a.x", "*x", "*a*").get(random.nextInt(5));
        own.add(
            random.nextBoolean()
                ? bus.subscribe(pattern, event -> {})
                : bus.subscribe(pattern, Buses.room(3, OverflowPolicy.DROP_OLDEST)));
      } else if (!own.isEmpty()) {
        own.remove(random.nextInt(own.size())).close();
      }
    }
    own.forEach(EventSubscription::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void aFullQueueCountsEveryEventOnce(long seed) throws Exception {
    try (var bus = Buses.plain()) {
      var random = new Random(seed);
      EventSubscription subscription =
          bus.subscribe("n", Buses.room(1 + random.nextInt(300), OverflowPolicy.DROP_OLDEST));
      var seen = new AtomicLong();
      var over = new AtomicBoolean();
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                while (!over.get() || subscription.statistics().pending() > 0) {
                  if (subscription.poll().isPresent()) {
                    seen.incrementAndGet();
                  }
                }
              });
      List<Thread> publishers = new ArrayList<>();
      for (int p = 0; p < PUBLISHERS; p++) {
        publishers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < EACH; i++) {
                    bus.publish("n", i);
                  }
                }));
      }

      for (Thread publisher : publishers) {
        publisher.join();
      }
      over.set(true);
      reader.join();

      assertThat(seen.get() + subscription.statistics().dropped())
          .as("seed %d", seed)
          .isEqualTo((long) PUBLISHERS * EACH);
    }
  }

  @Test
  @Tag("slow")
  void tenMillionEventsLeaveNoMemoryBehind() throws Exception {
    try (var bus = Buses.plain()) {
      List<EventSubscription> subscriptions =
          List.of(
              bus.subscribe(List.of("n.*"), event -> {}, Buses.room(10_000, OverflowPolicy.BLOCK)),
              bus.subscribe("n.*", SubscribeOptions.DEFAULT.withCapacity(100)));
      publish(bus, 100_000);
      long before = usedAfterGc(subscriptions);

      publish(bus, 10_000_000);

      assertThat(usedAfterGc(subscriptions) - before).isLessThan(2_000_000);
    }
  }

  /** Many types too, because what is remembered of types must be bounded as well. */
  private static void publish(Bus bus, int count) {
    for (int i = 0; i < count; i++) {
      bus.publish(i % 10 == 0 ? "n." + i : "n.a", i);
    }
  }

  private static long usedAfterGc(List<EventSubscription> subscriptions) throws Exception {
    assertThat(subscriptions.getFirst().awaitIdle(Buses.SOON)).isTrue();
    while (subscriptions.getLast().poll().isPresent()) {
      // until it is empty
    }
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
