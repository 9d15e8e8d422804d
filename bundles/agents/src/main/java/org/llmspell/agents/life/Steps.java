package org.llmspell.agents.life;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.error.SpellException;

/** Where a life is, and the steps that led there. Its life guards it. */
final class Steps {
  private static final int KEPT = 1_000;

  private final String agent;
  private final ArrayDeque<Transition> history = new ArrayDeque<>();
  private AgentPhase phase = AgentPhase.UNINITIALIZED;
  private long since = System.nanoTime();
  private long count;

  Steps(String agent) {
    this.agent = agent;
  }

  AgentPhase phase() {
    return phase;
  }

  /** The last steps, oldest first. */
  List<Transition> history() {
    return List.copyOf(history);
  }

  /** How many steps there were. */
  long count() {
    return count;
  }

  /**
   * Whether the table has a step.
   *
   * @throws SpellException that names the steps there are, when it has not
   */
  static void check(String agent, AgentPhase from, AgentPhase to) {
    if (!from.next().contains(to)) {
      throw SpellException.component(
          "Agent '%s' cannot go from %s to %s; from there it can go to: %s"
              .formatted(agent, from.displayName(), to.displayName(), names(from)),
          null);
    }
  }

  private static String names(AgentPhase from) {
    return from.next().isEmpty()
        ? "nowhere"
        : String.join(", ", from.next().stream().map(AgentPhase::displayName).toList());
  }

  /** Takes a step that the table has. */
  Transition step(AgentPhase to, @Nullable String reason) {
    check(agent, phase, to);
    long now = System.nanoTime();
    var step = new Transition(phase, to, Instant.now(), Duration.ofNanos(now - since), reason);
    phase = to;
    since = now;
    count++;
    if (history.size() == KEPT) {
      history.removeFirst();
    }
    history.addLast(step);
    return step;
  }
}
