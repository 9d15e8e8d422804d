package org.llmspell.agents;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

/** The turns of an agent that run now: each has its time, and all can be stopped. */
final class RunningTurns {
  private final String agent;
  private final Duration limit;
  private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();

  /** What a turn does. */
  interface Work {
    /** Does it. */
    AgentOutput take(ExecutionContext context);
  }

  RunningTurns(String agent, Duration limit) {
    this.agent = agent;
    this.limit = limit;
  }

  /**
   * Takes a turn on the calling thread.
   *
   * @throws SpellException when it fails, was stopped, or had no time left
   */
  AgentOutput take(ExecutionContext from, Work work) {
    Cancellation stop = from.cancellation().child(limit);
    running.add(stop);
    try {
      return work.take(from.withCancellation(stop));
    } catch (CancellationException e) {
      throw stopped(stop, from.cancellation(), e);
    } finally {
      running.remove(stop);
    }
  }

  private SpellException stopped(
      Cancellation stop, Cancellation from, CancellationException cause) {
    if (stop.isExpired() && !from.isExpired()) {
      return SpellException.timeout(
          limit,
          "Agent '%s' was stopped: its turn took longer than max_execution_time = %s s"
              .formatted(agent, limit.toMillis() / 1_000.0));
    }
    return SpellException.component(
        "Agent '%s' was cancelled: %s"
            .formatted(agent, stop.reason().orElse(String.valueOf(cause.getMessage()))),
        cause);
  }

  /** Stops all that run now. */
  void cancel(String reason) {
    running.forEach(stop -> stop.cancel(reason));
  }
}
