package org.llmspell.agents.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.error.SpellException;

@Tag("unit")
class StepBreakerTest {
  private static final String OPEN =
      "Circuit breaker is open - state transitions are blocked for agent a";

  private Duration now = Duration.ofHours(1);
  private boolean refusing;
  private int asked;
  private final Lifecycle life =
      new Lifecycle(
          "a",
          new Lifecycle.Watcher() {
            @Override
            public void before(AgentPhase from, AgentPhase to, @Nullable String reason) {
              asked++;
              if (refusing) {
                throw SpellException.component("no", null);
              }
            }

            @Override
            public void after(Transition transition) {}
          },
          () -> now.toNanos());

  @BeforeEach
  void start() {
    life.initialize();
    life.start();
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void refuse(int times) {
    refusing = true;
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(life::pause).hasMessage("no");
    }
    refusing = false;
  }

  @Test
  void opensAfterThreeStepsThatWereStoppedAndAsksNobodyAnyMore() {
    refuse(2);
    assertThat(life.breaker()).isEqualTo("closed");
    refuse(1);
    int before = asked;

    assertThatThrownBy(life::pause)
        .hasMessageContaining(OPEN)
        .hasMessageContaining("stays Running");
    assertThatThrownBy(life::stop).hasMessageContaining(OPEN);

    assertThat(asked).isEqualTo(before);
    assertThat(life.phase()).isEqualTo(AgentPhase.RUNNING);
    assertThat(life.breaker()).isEqualTo("open");
  }

  @Test
  void stepsThatWereStoppedLongAgoDoNotCount() {
    refuse(2);
    pass(31);
    refuse(1);

    life.pause();

    assertThat(life.phase()).isEqualTo(AgentPhase.PAUSED);
  }

  @Test
  void stepsThatAreNotInTheTableDoNotCount() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(life::resume).hasMessageContaining("it is Running but must be Paused");
    }

    life.pause();

    assertThat(life.breaker()).isEqualTo("closed");
  }

  @Test
  void triesAgainAfterAWhileAndClosesAfterTwoGoodSteps() {
    refuse(3);
    pass(14);
    assertThatThrownBy(life::pause).hasMessageContaining(OPEN);
    pass(1);

    life.pause();

    assertThat(life.breaker()).isEqualTo("half_open");
    life.resume();
    assertThat(life.breaker()).isEqualTo("closed");
    refuse(2);
    life.pause();
  }

  @Test
  void opensAgainAtTheFirstFailureOfATrial() {
    refuse(3);
    pass(15);

    refuse(1);

    assertThat(life.breaker()).isEqualTo("open");
    pass(14);
    assertThatThrownBy(life::pause).hasMessageContaining(OPEN);
  }

  @Test
  void turnsGoOnWhileItIsOpen() {
    life.stop();
    refusing = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(life::start).hasMessage("no");
    }

    life.begin();
    assertThat(life.phase()).isEqualTo(AgentPhase.RUNNING);
    life.end("broken");

    assertThat(life.phase()).isEqualTo(AgentPhase.READY);
  }

  @Test
  void anAgentGoesOutOfUseWhileItIsOpen() {
    refuse(3);

    life.error("enough");
    assertThatThrownBy(life::recover).hasMessageContaining(OPEN);
    assertThat(life.beginTermination()).isTrue();
    life.endTermination();

    assertThat(life.phase()).isEqualTo(AgentPhase.TERMINATED);
  }

  @Test
  void theFirstTurnIsRefusedAtOnceWhileItIsOpen() {
    var fresh =
        new Lifecycle(
            "a",
            new Lifecycle.Watcher() {
              @Override
              public void before(AgentPhase from, AgentPhase to, @Nullable String reason) {
                throw SpellException.component("no", null);
              }

              @Override
              public void after(Transition transition) {}
            },
            () -> now.toNanos());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(fresh::begin).hasMessage("no");
    }

    assertThatThrownBy(fresh::begin).hasMessageContaining(OPEN);
    assertThat(fresh.forceTermination()).isTrue();
    assertThat(fresh.phase()).isEqualTo(AgentPhase.TERMINATING);
    assertThat(fresh.active()).isZero();
  }
}
