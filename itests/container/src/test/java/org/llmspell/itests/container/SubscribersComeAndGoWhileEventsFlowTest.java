package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventSubscriber;
import org.llmspell.core.event.UniversalEvent;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A bundle with subscribers comes and goes while a publisher publishes. */
@RunWith(PaxExam.class)
public class SubscribersComeAndGoWhileEventsFlowTest {
  private static final int ROUNDS = 20;
  private static final int EVENTS = 200;

  @Inject private BundleContext context;
  @Inject private EventBus bus;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  /** Looks whether numbers come one after the other, without a gap. */
  private static final class Sequence {
    final AtomicLong last = new AtomicLong(-1);
    final List<String> problems = new CopyOnWriteArrayList<>();

    void next(UniversalEvent event) {
      long number = ((Number) event.data()).longValue();
      if (!last.compareAndSet(number - 1, number)) {
        problems.add("%d came after %d".formatted(number, last.getAndSet(number)));
      }
    }
  }

  @Test
  public void andTheOthersMissNothing() throws Exception {
    Path second =
        Plugins.copy(
            Plugins.visitor(),
            Platform.emptyFolder("subscribers").resolve("visitor.jar"),
            Map.of("Bundle-Version", "2.0.0"));
    var handler = new Sequence();
    var service = new Sequence();
    var pongs = new Pongs();
    int before = bus.subscriptions().size();
    ServiceRegistration<EventSubscriber> registration =
        context.registerService(
            EventSubscriber.class,
            service::next,
            FrameworkUtil.asDictionary(Map.of("llmspell.event.patterns", "visitor.ping")));
    try (var subscription = bus.subscribe("visitor.ping", handler::next);
        var _ = bus.subscribe("visitor.pong", pongs::next);
        var _ = bus.subscribe("visitor.after_the_end", pongs::late)) {
      var publisher = new Publisher(bus);
      try (publisher) {
        for (int round = 0; round < ROUNDS; round++) {
          Bundle visitor = context.installBundle(Plugins.visitor().toUri().toString());
          visitor.start();
          pongs.await("1.0.0");
          assertThat(patterns()).contains("visitor.ping", "visitor.hello");

          try (InputStream jar = Files.newInputStream(second)) {
            visitor.update(jar);
          }
          pongs.await("2.0.0");

          visitor.uninstall();
          assertThat(bus.subscriptions()).hasSize(before + 4);
          assertThat(patterns()).doesNotContain("visitor.hello");
        }
      }
      long published = publisher.published();
      Await.until(
          () -> "%d events are there; %d".formatted(published, handler.last.get()),
          () -> handler.last.get() == published - 1 && service.last.get() == published - 1);
      assertThat(publisher.problems()).isEmpty();
      assertThat(handler.problems).isEmpty();
      assertThat(service.problems).isEmpty();
      assertThat(pongs.problems).isEmpty();
      assertThat(subscription.statistics().dropped()).isZero();
      System.out.printf("%d events while subscribers came and went%n", published);
    }
    registration.unregister();
    assertThat(bus.subscriptions()).hasSize(before);
    assertThat(bus.statistics().subscriptions()).isEqualTo(before);
  }

  @Test
  public void andWhatItSubscribedByHandGoesWithIt() throws Exception {
    Bundle visitor = context.installBundle(Plugins.visitor().toUri().toString());
    visitor.start();
    var welcomes = new AtomicLong();
    try (var listener = bus.subscribe("visitor.welcome", event -> welcomes.incrementAndGet())) {
      bus.publish("visitor.hello", 1L);
      Await.until("it answers", () -> welcomes.get() == 1);

      visitor.stop();
      bus.publish("visitor.hello", 2L);

      assertThat(bus.hasSubscribers("visitor.hello")).isFalse();
      assertThat(listener.awaitIdle(java.time.Duration.ofSeconds(5))).isTrue();
      assertThat(welcomes).hasValue(1);
    } finally {
      visitor.uninstall();
    }
  }

  private List<String> patterns() {
    return bus.subscriptions().stream().flatMap(s -> s.patterns().stream()).toList();
  }

  /** What the visitor answers: its pings in their order, from one version at a time. */
  private static final class Pongs {
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> version = new AtomicReference<>("");
    private final AtomicLong answers = new AtomicLong();
    private long last = -1;

    void next(UniversalEvent event) {
      var data = (Map<?, ?>) event.data();
      long number = ((Number) data.get("ping")).longValue();
      if (number <= last) {
        problems.add("answer %d after %d".formatted(number, last));
      }
      last = number;
      version.set(String.valueOf(data.get("version")));
      answers.incrementAndGet();
    }

    void late(UniversalEvent event) {
      problems.add("an event was handled after the end: " + event.data());
    }

    void await(String wanted) {
      Await.until(
          () -> "%s answers, but the last was %s".formatted(wanted, version),
          () -> version.get().equals(wanted));
      long goal = answers.get() + EVENTS;
      Await.until(() -> "answers " + goal, () -> answers.get() >= goal);
    }
  }

  /** A thread that publishes one number after the other. */
  private static final class Publisher implements AutoCloseable {
    private final EventBus bus;
    private final Thread thread;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private volatile long published;

    Publisher(EventBus bus) {
      this.bus = bus;
      thread = Thread.ofPlatform().name("publisher").start(this::run);
    }

    private void run() {
      long number = 0;
      try {
        while (!stopped) {
          bus.publish("visitor.ping", number++);
          published = number;
          LockSupport.parkNanos(20_000); // slow enough that no queue is ever full
        }
      } catch (RuntimeException | LinkageError e) {
        problems.add(e.toString());
      }
    }

    long published() {
      return published;
    }

    List<String> problems() {
      return problems;
    }

    @Override
    public void close() {
      stopped = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
