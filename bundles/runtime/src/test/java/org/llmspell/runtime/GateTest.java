package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
  private final Gate gate = new Gate();

  @Test
  void letsNobodyInWhenItIsClosed() {
    gate.close();

    assertThat(gate.enter()).isFalse();
    assertThat(gate.inside()).isZero();
  }

  @Test
  void letsInAgainWhenItWasOpenedAgain() {
    gate.close();
    gate.open();

    assertThat(gate.enter()).isTrue();
  }

  @Test
  void theWaitEndsWithTheLastOneThatGoes() throws Exception {
    gate.enter();
    gate.close();
    Thread leaver = Thread.ofVirtual().start(gate::exit);

    assertThat(gate.awaitAtMost(0, soon(20))).isTrue();
    leaver.join();
  }

  @Test
  void theWaitCountsOutThoseOfTheWaitingThread() throws Exception {
    gate.enter();
    gate.force();
    gate.close();
    Thread leaver = Thread.ofVirtual().start(gate::exit);

    assertThat(gate.awaitAtMost(1, soon(20))).isTrue();
    leaver.join();
  }

  @Test
  void theWaitEndsWhenItIsOpenedAgain() throws Exception {
    gate.enter();
    gate.close();
    Thread opener = Thread.ofVirtual().start(gate::open);

    assertThat(gate.awaitAtMost(0, soon(20))).isTrue();
    opener.join();
  }

  @Test
  void theWaitEndsWithTheTime() throws Exception {
    gate.enter();
    gate.close();

    assertThat(gate.awaitAtMost(0, System.nanoTime() + 1)).isFalse();
  }

  @Test
  void nobodyIsInsideOnceTheWaitAfterAClosingIsOver() throws Exception {
    var inside = new AtomicInteger();
    var stop = new AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!stop.get()) {
                  if (gate.enter()) {
                    inside.incrementAndGet();
                    LockSupport.parkNanos(1);
                    inside.decrementAndGet();
                    gate.exit();
                  } else {
                    LockSupport.parkNanos(1);
                  }
                }
              }));
    }

    for (int round = 0; round < 2_000; round++) {
      gate.close();
      assertThat(gate.awaitAtMost(0, soon(20))).isTrue();
      assertThat(inside.get()).isZero();
      gate.open();
    }

    stop.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(gate.inside()).isZero();
  }

  private static long soon(int seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }
}
