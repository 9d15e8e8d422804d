package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.agents.life.Lifecycle;
import org.llmspell.agents.life.Transition;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.error.SpellException;

@Tag("unit")
class LifecycleTest {
  private final List<Transition> steps = new ArrayList<>();
  private final Lifecycle life =
      new Lifecycle(
          "a",
          new Lifecycle.Watcher() {
            @Override
            public void before(AgentPhase from, AgentPhase to, @Nullable String reason) {
              if ("forbidden".equals(reason)) {
                throw SpellException.component("no", null);
              }
            }

            @Override
            public void after(Transition transition) {
              steps.add(transition);
            }
          });

  private static void quietly(Runnable operation) {
    try {
      operation.run();
    } catch (SpellException e) {
      assertThat(e.message()).contains("'a'");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverTakesAStepThatIsNotInTheTable(long seed) {
    var random = new Random(seed);
    List<Runnable> operations =
        List.of(
            life::initialize,
            life::start,
            life::pause,
            life::resume,
            life::stop,
            life::recover,
            () -> life.error("oops"),
            () -> {
              life.begin();
              life.end(random.nextBoolean() ? null : "failed");
            },
            () -> {
              if (random.nextInt(20) == 0 && life.beginTermination()) {
                life.endTermination();
              }
            });

    for (int i = 0; i < 500; i++) {
      AgentPhase before = life.phase();
      int known = steps.size();
      quietly(operations.get(random.nextInt(operations.size())));
      AgentPhase at = before;
      for (Transition step : steps.subList(known, steps.size())) {
        assertThat(step.from()).as("seed %d, step %d", seed, i).isEqualTo(at);
        assertThat(at.next()).contains(step.to());
        at = step.to();
      }
      assertThat(life.phase()).isEqualTo(at);
    }
    assertThat(life.transitions()).isEqualTo(steps.size());
  }

  @Test
  void goesByInitializingToReady() {
    life.initialize();

    assertThat(steps)
        .extracting(Transition::to)
        .containsExactly(AgentPhase.INITIALIZING, AgentPhase.READY);
    assertThatThrownBy(life::initialize).hasMessageContaining("it is Ready but must be");
  }

  @Test
  void aTurnMovesIt() {
    life.begin();
    assertThat(life.phase()).isEqualTo(AgentPhase.RUNNING);
    life.begin();
    life.end(null);
    assertThat(life.phase()).isEqualTo(AgentPhase.RUNNING);
    life.end(null);
    assertThat(life.phase()).isEqualTo(AgentPhase.READY);
  }

  @Test
  void comesBackFromAFailedTurn() {
    life.begin();
    life.end("broken");

    assertThat(life.phase()).isEqualTo(AgentPhase.READY);
    assertThat(steps)
        .extracting(Transition::to)
        .endsWith(AgentPhase.ERROR, AgentPhase.RECOVERING, AgentPhase.READY);
    assertThat(life.lastError()).contains("broken");
    assertThat(life.recoveries()).isZero();
  }

  @Test
  void isRecoveredThreeTimesAtMost() {
    for (int i = 0; i < 3; i++) {
      life.error("e");
      life.recover();
    }
    life.error("e");

    assertThatThrownBy(life::recover)
        .hasMessageContaining("Maximum recovery attempts (3) exceeded");
    assertThatThrownBy(life::begin).hasMessageContaining("takes no work: it is Error");
  }

  @Test
  void takesNoWorkWhilePausedAndAfterItsEnd() {
    life.initialize();
    life.start();
    life.pause();
    assertThatThrownBy(life::begin).hasMessageContaining("resume()");

    assertThat(life.beginTermination()).isTrue();
    life.endTermination();
    assertThat(life.beginTermination()).isFalse();
    assertThatThrownBy(life::begin).hasMessageContaining("Terminated");
    assertThatThrownBy(() -> life.error("late")).hasMessageContaining("nowhere");
  }

  @Test
  void aWatcherCanStopAStep() {
    life.initialize();

    assertThatThrownBy(() -> life.error("forbidden")).hasMessage("no");
    assertThat(life.phase()).isEqualTo(AgentPhase.READY);
  }
}
