package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBusListener;
import org.llmspell.core.event.EventInterceptor;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.FlowNotice;
import org.llmspell.core.event.OverflowPolicy;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;

class BusTest {
  private final Bus bus = Buses.plain();

  @AfterEach
  void close() {
    bus.close();
  }

  private EventSubscription polled(String pattern) {
    return bus.subscribe(pattern, SubscribeOptions.DEFAULT);
  }

  @Test
  void deliversWhatWasPublishedAfterSubscribing() throws Exception {
    bus.publish("user.login", "too early");
    EventSubscription subscription = polled("user.*");

    bus.publish("user.login", Map.of("name", "ann"));
    bus.publish("other", "not for us");

    UniversalEvent event = subscription.poll(Buses.SOON).orElseThrow();
    assertThat(event.type()).isEqualTo("user.login");
    assertThat(event.data()).isEqualTo(Map.of("name", "ann"));
    assertThat(event.sequence()).isEqualTo(1);
    assertThat(subscription.poll()).isEmpty();
  }

  @Test
  void givesEveryEventAnIdOfItsOwn() {
    EventSubscription subscription = polled("*");
    for (int i = 0; i < 1_000; i++) {
      bus.publish("a", i);
    }

    List<UniversalEvent> events = new ArrayList<>();
    for (var e = subscription.poll(); e.isPresent(); e = subscription.poll()) {
      events.add(e.get());
    }

    assertThat(events).extracting(UniversalEvent::id).doesNotHaveDuplicates().hasSize(1_000);
    assertThat(events).extracting(UniversalEvent::correlationId).doesNotHaveDuplicates();
    assertThat(events.getFirst().id().version()).isEqualTo(7);
    assertThat(events).extracting(UniversalEvent::timestampMillis).isSorted();
  }

  @Test
  void deliversToAHandlerInTheOrderOfPublishing() throws Exception {
    int count = 50_000;
    List<Integer> got = Collections.synchronizedList(new ArrayList<>());
    var all = new CountDownLatch(count);
    bus.subscribe(
        List.of("n"),
        event -> {
          got.add(((Number) java.util.Objects.requireNonNull(event.data())).intValue());
          all.countDown();
        },
        Buses.room(100, OverflowPolicy.BLOCK));

    for (int i = 0; i < count; i++) {
      bus.publish("n", i);
    }

    Buses.await(all);
    assertThat(got).hasSize(count).isSorted();
  }

  @Test
  void deliversOnceWhenSeveralPatternsFit() {
    EventSubscription subscription =
        bus.subscribe(List.of("a.*", "*.b", "*"), SubscribeOptions.DEFAULT, () -> {});

    bus.publish("a.b", 1);

    assertThat(Buses.drain(subscription)).containsExactly("1");
  }

  @Test
  void keepsTheNewestWhenTheOldestAreDropped() {
    EventSubscription subscription = bus.subscribe("n", Buses.room(3, OverflowPolicy.DROP_OLDEST));

    for (int i = 0; i < 10; i++) {
      bus.publish("n", i);
    }

    assertThat(Buses.drain(subscription)).containsExactly("7", "8", "9");
    assertThat(subscription.statistics().dropped()).isEqualTo(7);
  }

  @Test
  void keepsTheOldestWhenTheNewestAreDropped() {
    EventSubscription subscription = bus.subscribe("n", Buses.room(3, OverflowPolicy.DROP_NEWEST));

    for (int i = 0; i < 10; i++) {
      bus.publish("n", i);
    }

    assertThat(Buses.drain(subscription)).containsExactly("0", "1", "2");
  }

  @Test
  void tellsThePublisherWhenASubscriptionRejects() {
    bus.subscribe("n", Buses.room(1, OverflowPolicy.REJECT));
    EventSubscription other = polled("n");
    bus.publish("n", 1);

    assertThatThrownBy(() -> bus.publish("n", 2))
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.ResourceLimit.class))
        .hasMessageContaining("rejected")
        .hasMessageContaining("[n]");
    assertThat(Buses.drain(other)).as("the others get it").containsExactly("1", "2");
    assertThat(bus.statistics().rejected()).isEqualTo(1);
  }

  @Test
  void makesThePublisherWaitForRoom() throws Exception {
    var gate = new CountDownLatch(1);
    List<Object> got = new CopyOnWriteArrayList<>();
    var all = new CountDownLatch(20);
    bus.subscribe(
        List.of("n"),
        event -> {
          gate.await();
          got.add(String.valueOf(event.data()));
          all.countDown();
        },
        Buses.room(2, OverflowPolicy.BLOCK));
    Thread publisher =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 20; i++) {
                bus.publish("n", i);
              }
            });

    while (bus.statistics().blocked() == 0) {
      Thread.onSpinWait();
    }
    assertThat(publisher.isAlive()).isTrue();
    gate.countDown();

    Buses.await(all);
    publisher.join();
    assertThat(got).hasSize(20).startsWith("0", "1", "2");
    assertThat(bus.statistics().dropped()).isZero();
  }

  @Test
  void doesNotMakeAPublisherWaitForEver() {
    bus.subscribe("n", Buses.room(1, OverflowPolicy.BLOCK).withBlockLimit(Duration.ofMillis(20)));
    bus.publish("n", 1);

    assertThatThrownBy(() -> bus.publish("n", 2)).hasMessageContaining("blocked");
  }

  @Test
  void aHandlerThatFillsItsOwnQueueIsToldInsteadOfWaitingForItself() throws Exception {
    var failure = new AtomicReference<@Nullable Throwable>();
    var done = new CountDownLatch(1);
    bus.subscribe(
        List.of("n"),
        event -> {
          if (done.getCount() == 0) {
            return;
          }
          try {
            bus.publish("n", 2);
            bus.publish("n", 3);
          } catch (SpellException e) {
            failure.set(e);
          } finally {
            done.countDown();
          }
        },
        Buses.room(1, OverflowPolicy.BLOCK));

    bus.publish("n", 1);

    Buses.await(done);
    assertThat(failure.get()).hasMessageContaining("blocked");
  }

  @Test
  void deliversUrgentEventsFirstAndKeepsTheOrderAmongEquals() {
    EventSubscription subscription = polled("p");
    bus.publish("p", "a");
    bus.publish("p", "b");
    publish("late", 5, null);
    publish("urgent 1", -1, null);
    bus.publish("p", "c");
    publish("urgent 2", -1, null);

    assertThat(Buses.drain(subscription))
        .containsExactly("urgent 1", "urgent 2", "a", "b", "c", "late");
  }

  @Test
  void anUrgentEventOvertakesWhatTheHandlerHasInHand() {
    List<Runnable> threads = new ArrayList<>();
    List<Object> got = new ArrayList<>();
    try (var own = new Bus(BusSettings.DEFAULT, new Threads(threads::add, threads::add))) {
      own.subscribe(
          "p",
          event -> {
            got.add(String.valueOf(event.data()));
            if ("a".equals(event.data())) {
              own.publish(UniversalEvent.builder("p").data("urgent").priority(-1).build());
            }
          });
      own.publish("p", "a");
      own.publish("p", "b");
      own.publish("p", "c");

      assertThat(threads).as("one thread for all that waits").hasSize(1);
      threads.getFirst().run();
    }

    assertThat(got).containsExactly("a", "urgent", "b", "c");
  }

  @Test
  void dropsTheLeastUrgentFirst() {
    EventSubscription subscription = bus.subscribe("p", Buses.room(3, OverflowPolicy.DROP_OLDEST));
    publish("urgent", -1, null);
    bus.publish("p", "a");
    publish("late", 9, null);
    bus.publish("p", "b");
    bus.publish("p", "c");

    assertThat(Buses.drain(subscription)).containsExactly("urgent", "b", "c");
  }

  private void publish(String data, int priority, @Nullable Duration ttl) {
    var builder = UniversalEvent.builder("p").data(data).priority(priority);
    bus.publish(ttl == null ? builder.build() : builder.ttl(ttl).build());
  }

  @Test
  void doesNotDeliverWhatHasExpired() throws Exception {
    EventSubscription subscription = polled("p");
    publish("short", 0, Duration.ZERO);
    publish("long", 0, Duration.ofHours(1));
    long published = System.currentTimeMillis();
    while (System.currentTimeMillis() <= published + 1) {
      Thread.onSpinWait();
    }

    assertThat(Buses.drain(subscription)).containsExactly("long");
    assertThat(subscription.statistics().expired()).isEqualTo(1);
  }

  @Test
  void aHandlerThatThrowsDoesNotHurtTheOthersNorItself() throws Exception {
    var failures = new CopyOnWriteArrayList<String>();
    bus.add(
        new EventBusListener() {
          @Override
          public void handlerFailed(
              UniversalEvent event, EventSubscription subscription, Throwable failure) {
            failures.add(event.type() + " " + failure.getMessage());
            throw new IllegalStateException("a listener that fails does no harm either");
          }
        });
    var calls = new AtomicInteger();
    EventSubscription bad =
        bus.subscribe(
            "n",
            event -> {
              calls.incrementAndGet();
              throw new AssertionError("boom");
            });
    EventSubscription good = polled("n");

    bus.publish("n", 1);
    bus.publish("n", 2);

    assertThat(bad.awaitIdle(Buses.SOON)).isTrue();
    assertThat(calls).hasValue(2);
    assertThat(failures).containsExactly("n boom", "n boom");
    assertThat(bad.statistics().failed()).isEqualTo(2);
    assertThat(Buses.drain(good)).containsExactly("1", "2");
  }

  @Test
  void aHandlerThatNeverReturnsDoesNotHurtTheOthers() throws Exception {
    var gate = new CountDownLatch(1);
    bus.subscribe("n", event -> gate.await());
    var got = new CountDownLatch(100_000);
    bus.subscribe(List.of("n"), event -> got.countDown(), Buses.room(1_000, OverflowPolicy.BLOCK));

    for (int i = 0; i < 100_000; i++) {
      bus.publish("n", i);
    }

    Buses.await(got);
    gate.countDown();
  }

  @Test
  void aHandlerMayPublishAndUnsubscribe() throws Exception {
    var done = new CountDownLatch(1);
    var mine = new AtomicReference<@Nullable EventSubscription>();
    EventSubscription answers = polled("answer");
    mine.set(
        bus.subscribe(
            "question",
            event -> {
              bus.publish("answer", event.data());
              EventSubscription self = mine.get();
              if (self != null) {
                self.close();
              }
              done.countDown();
            }));

    bus.publish("question", 42);
    Buses.await(done);
    bus.publish("question", 43);

    assertThat(Buses.drain(answers)).containsExactly("42");
    assertThat(bus.subscriptions()).containsExactly(answers);
  }

  @Test
  void tellsWhenPressureBeginsAndEnds() {
    List<FlowNotice> notices = new CopyOnWriteArrayList<>();
    bus.add(
        new EventBusListener() {
          @Override
          public void flow(FlowNotice notice) {
            notices.add(notice);
          }
        });
    EventSubscription subscription = bus.subscribe("n", Buses.room(10, OverflowPolicy.DROP_OLDEST));

    for (int i = 0; i < 9; i++) {
      bus.publish("n", i);
    }
    assertThat(notices)
        .singleElement()
        .isInstanceOfSatisfying(
            FlowNotice.Started.class, started -> assertThat(started.pending()).isEqualTo(8));
    Buses.drain(subscription);

    assertThat(notices).last().isEqualTo(new FlowNotice.Relieved(subscription.id(), 2));
    assertThat(notices).hasSize(2);
  }

  @Test
  void anInterceptorMayChangeAndDrop() {
    var interceptor =
        new EventInterceptor() {
          @Override
          public Optional<UniversalEvent> beforeEmit(UniversalEvent event) {
            return "secret".equals(event.data())
                ? Optional.empty()
                : Optional.of(UniversalEvent.builder(event.type()).data("changed").build());
          }
        };
    EventSubscription subscription = polled("n");

    bus.add(interceptor);
    bus.publish("n", "secret");
    bus.publish("n", "x");
    bus.remove(interceptor);
    bus.publish("n", "y");

    assertThat(Buses.drain(subscription)).containsExactly("changed", "y");
  }

  @Test
  void knowsWhetherAnyoneListens() {
    EventSubscription subscription = polled("a.*");

    assertThat(bus.hasSubscribers("a.b")).isTrue();
    assertThat(bus.hasSubscribers("b")).isFalse();
    subscription.close();
    assertThat(bus.hasSubscribers("a.b")).isFalse();
    bus.publishLazily(
        "a.b",
        () -> {
          throw new AssertionError("made for nobody");
        });
  }

  @Test
  void refusesAnEmptyTypeAndPattern() {
    assertThatThrownBy(() -> bus.publish("", 1)).hasMessageContaining("type of an event");
    polled("*");
    assertThatThrownBy(() -> bus.publish("", 1)).hasMessageContaining("type of an event");
    assertThatThrownBy(() -> polled("")).hasMessageContaining("Pattern cannot be empty");
    assertThatThrownBy(() -> bus.subscribe(List.of(), SubscribeOptions.DEFAULT, () -> {}))
        .hasMessageContaining("at least one pattern");
  }

  @Test
  void pollsInBatches() throws Exception {
    EventSubscription subscription = polled("n");
    for (int i = 0; i < 5; i++) {
      bus.publish("n", i);
    }

    assertThat(subscription.pollBatch(3, Buses.SOON)).hasSize(3);
    assertThat(subscription.pollBatch(3, Buses.SOON)).hasSize(2);
    assertThat(subscription.pollBatch(3, Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void closingWakesWhoWaits() throws Exception {
    EventSubscription subscription = polled("n");
    var result = new AtomicReference<@Nullable Optional<UniversalEvent>>();
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.set(subscription.poll(Buses.SOON));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    subscription.close();
    waiter.join();

    assertThat(result.get()).isEqualTo(Optional.empty());
  }

  @Test
  void lettingGoOfEventsLeavesNothingBehind() throws Exception {
    var payload = new Object();
    var trace = new WeakReference<>(payload);
    EventSubscription polled = polled("n");
    EventSubscription handled = bus.subscribe("n", event -> {});
    bus.publish("n", payload);
    payload = null;

    Buses.drain(polled);
    assertThat(handled.awaitIdle(Buses.SOON)).isTrue();

    for (int i = 0; i < 50 && trace.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(trace.get()).isNull();
  }

  @Test
  void filtersAndRateLimitsAsConfigured() {
    var settings =
        new BusSettings(
            true,
            100,
            10,
            List.of(),
            List.of(EventPattern.of("debug.*")),
            List.of(),
            List.of(EventPattern.of("noisy")),
            java.util.Set.of());
    try (var strict = new Bus(settings, Threads.create())) {
      EventSubscription subscription = strict.subscribe("*", SubscribeOptions.DEFAULT);
      strict.publish("debug.x", 1);
      strict.publish(UniversalEvent.builder("a").source("noisy").data(2).build());
      strict.publish(UniversalEvent.builder("a").source("calm").data(3).build());

      assertThat(Buses.drain(subscription)).containsExactly("3");
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  strict.publish("a", i);
                }
              })
          .hasMessageContaining("Event was rate limited")
          .hasMessageContaining("10");
      assertThat(strict.statistics().rateLimitViolations()).isEqualTo(1);
    }
  }

  @Test
  void changesItsSettingsUnderSubscriptionsThatStay() throws Exception {
    EventSubscription old = polled("*");
    var handled = new CountDownLatch(1);
    bus.subscribe("a.handled", _ -> handled.countDown());
    bus.publish("b.known", 1); // its answer is remembered
    long generation = bus.generation();

    bus.change(settings(true, 0, "b.*"));
    bus.publish("b.known", 2);
    bus.publish("a.handled", 3);

    Buses.await(handled);
    assertThat(Buses.drain(old)).containsExactly("1", "3");
    assertThat(bus.generation()).isGreaterThan(generation);

    bus.change(settings(false, 0, "b.*"));
    bus.publish("a", 4);
    assertThat(bus.hasSubscribers("a")).isFalse();

    bus.change(BusSettings.DEFAULT);
    bus.publish("b.known", 5);
    assertThat(Buses.drain(old)).containsExactly("5");
  }

  @Test
  void countsRefusalsOfAllLimitsThatItHad() {
    for (int limit = 1; limit <= 2; limit++) {
      bus.change(settings(true, limit, "none"));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  bus.publish("a", i);
                }
              })
          .hasMessageContaining("no more than %d.0 events".formatted(limit));
    }

    bus.change(BusSettings.DEFAULT);
    bus.publish("a", 1);

    assertThat(bus.statistics().rateLimitViolations()).isEqualTo(2);
  }

  private static BusSettings settings(boolean enabled, double maxPerSecond, String exclude) {
    return new BusSettings(
        enabled,
        100,
        maxPerSecond,
        List.of(),
        List.of(EventPattern.of(exclude)),
        List.of(),
        List.of(),
        java.util.Set.of());
  }

  @Test
  void tenThousandEventsAtOncePassByDefault() {
    EventSubscription subscription = polled("burst");

    for (int i = 0; i < 10_000; i++) {
      bus.publish("burst", i);
    }

    assertThat(Buses.drain(subscription)).hasSize(10_000);
    assertThat(bus.statistics().published()).isEqualTo(10_000);
  }
}
