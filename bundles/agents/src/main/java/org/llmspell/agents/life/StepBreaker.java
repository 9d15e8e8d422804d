package org.llmspell.agents.life;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.BreakerConfig;

/**
 * Blocks the steps of a life for a while after too many have failed within a window of time. That
 * hooks are slow is left to the breakers of the hooks. Safe to share between threads.
 */
final class StepBreaker {

  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final String agent;
  private final BreakerConfig config;
  private final LongSupplier nanoClock;
  private final ArrayDeque<Long> failures = new ArrayDeque<>();
  private State state = State.CLOSED;
  private long openedAt;
  private int successes;

  StepBreaker(String agent, BreakerConfig config, LongSupplier nanoClock) {
    this.agent = agent;
    this.config = config;
    this.nanoClock = nanoClock;
  }

  /**
   * Has a step asked for, unless it is blocked. Out of use an agent can always go.
   *
   * @throws SpellException when it is blocked, and whatever the asking throws
   */
  void pass(AgentPhase from, AgentPhase to, Runnable ask) {
    if (!allows() && !isOutOfUse(to)) {
      throw SpellException.component(
          "Circuit breaker is open - state transitions are blocked for agent %s: it stays %s, because hooks have stopped %d within %d s; try again after %d s"
              .formatted(
                  agent,
                  from.displayName(),
                  config.failureThreshold(),
                  config.failureWindow().toSeconds(),
                  config.openDuration().toSeconds()),
          null);
    }
    boolean passed = false;
    try {
      ask.run();
      passed = true;
    } finally {
      ended(passed);
    }
  }

  private static boolean isOutOfUse(AgentPhase phase) {
    return phase == AgentPhase.ERROR
        || phase == AgentPhase.TERMINATING
        || phase == AgentPhase.TERMINATED;
  }

  private synchronized boolean allows() {
    if (state == State.OPEN
        && nanoClock.getAsLong() - openedAt >= config.openDuration().toNanos()) {
      state = State.HALF_OPEN;
      successes = 0;
    }
    return state != State.OPEN;
  }

  private synchronized void ended(boolean passed) {
    switch (state) {
      case OPEN -> {} // on its way out of use, or begun before
      case HALF_OPEN -> {
        if (!passed) {
          open();
        } else if (++successes >= config.successThreshold()) {
          state = State.CLOSED;
        }
      }
      case CLOSED -> {
        if (!passed) {
          countFailure(nanoClock.getAsLong());
        }
      }
    }
  }

  private void countFailure(long now) {
    failures.addLast(now);
    while (now - failures.getFirst() > config.failureWindow().toNanos()) {
      failures.removeFirst();
    }
    if (failures.size() >= config.failureThreshold()) {
      open();
    }
  }

  private void open() {
    state = State.OPEN;
    openedAt = nanoClock.getAsLong();
    failures.clear();
  }

  /** {@code closed}, {@code open} or {@code half_open}. */
  synchronized String state() {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
