package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BusClockTest {
  private final AtomicLong system = new AtomicLong(1_000);
  private final AtomicLong events = new AtomicLong();
  private final AtomicReference<@Nullable Runnable> keeper = new AtomicReference<>();
  private final BusClock clock = new BusClock(system::get, keeper::set, events::get);

  private long ask() {
    return clock.millis(events.incrementAndGet());
  }

  @Test
  void isExactWhileEventsAreFew() {
    for (int i = 0; i < 5_000; i++) {
      if (i % 100 == 0) {
        system.incrementAndGet();
      }
      assertThat(ask()).isEqualTo(system.get());
    }
    assertThat(clock.isKept()).isFalse();
  }

  @Test
  void isKeptByAThreadDuringAFloodAndNeverStaysBehindForLong() {
    for (int i = 0; i < 300; i++) {
      ask();
    }
    assertThat(clock.isKept()).isTrue();
    system.addAndGet(50);

    long last = 0;
    for (int i = 0; i < 4_096; i++) {
      last = ask();
    }

    assertThat(last).as("even if the thread never runs").isEqualTo(1_050);
  }

  @Test
  void theThreadEndsWithTheFlood() {
    for (int i = 0; i < 300; i++) {
      ask();
    }

    Runnable thread = keeper.get();
    assertThat(thread).isNotNull();
    java.util.Objects.requireNonNull(thread).run();

    assertThat(clock.isKept()).isFalse();
    system.set(2_000);
    assertThat(ask()).isEqualTo(2_000);
  }
}
