package org.llmspell.agents;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.life.Lifecycle;
import org.llmspell.agents.life.Transition;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.Custom;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;

/**
 * Fires the points of an agent's transitions and publishes them. Before a transition a hook may
 * cancel it; the transitions of turns are only told of, because the points of the turn itself are
 * where a turn is cancelled.
 */
final class LifeEvents implements Lifecycle.Watcher {
  private static final System.Logger LOG = System.getLogger("llmspell.agents");

  private final String agent;
  private final Surroundings surroundings;

  LifeEvents(String agent, Surroundings surroundings) {
    this.agent = agent;
    this.surroundings = surroundings;
  }

  @Override
  public void before(AgentPhase from, AgentPhase to, @Nullable String reason) {
    ask(new Custom("agent_state_%s_exit".formatted(from.displayName())), from, to, reason);
    for (HookPoint point : entering(from, to)) {
      ask(point, from, to, reason);
    }
  }

  /** The points before a phase; those after it are fired when it is there. */
  private static List<HookPoint> entering(AgentPhase from, AgentPhase to) {
    return switch (to) {
      case INITIALIZING ->
          from == AgentPhase.UNINITIALIZED ? List.of(StandardPoint.BEFORE_AGENT_INIT) : List.of();
      case PAUSED -> List.of(new Custom("agent_paused"));
      case TERMINATING ->
          List.of(StandardPoint.BEFORE_AGENT_SHUTDOWN, new Custom("before_agent_terminate"));
      case RECOVERING -> List.of(new Custom("agent_recovering"));
      default -> List.of();
    };
  }

  private void ask(HookPoint point, AgentPhase from, AgentPhase to, @Nullable String reason) {
    HookOutcome outcome = surroundings.fire(point, agent, () -> data(from, to, reason));
    if (outcome == HookOutcome.NONE) {
      return;
    }
    outcome
        .find(HookResult.Cancel.class)
        .ifPresent(cancel -> {
          throw HookRefusal.error(
              "Agent '%s' stays %s: a hook cancelled its way to %s: %s"
                  .formatted(agent, from.displayName(), to.displayName(), cancel.reason()));
        });
  }

  @Override
  public void after(Transition step) {
    AgentPhase from = step.from();
    AgentPhase to = step.to();
    if (from == AgentPhase.INITIALIZING && to == AgentPhase.READY) {
      tell(StandardPoint.AFTER_AGENT_INIT, step);
    } else if (to == AgentPhase.TERMINATED) {
      tell(StandardPoint.AFTER_AGENT_SHUTDOWN, step);
    } else if (to == AgentPhase.ERROR && from != AgentPhase.RUNNING) {
      tell(StandardPoint.AGENT_ERROR, step); // that of a turn was fired by the turn
    }
    tell(new Custom("agent_state_%s_enter".formatted(to.displayName())), step);
    surroundings.publish("agent.state_changed", agent, null, () -> data(from, to, step.reason()));
  }

  /** A step that was taken is not undone because it could not be told of. */
  private void tell(HookPoint point, Transition step) {
    try {
      surroundings.fire(point, agent, () -> data(step.from(), step.to(), step.reason()));
    } catch (SpellException e) {
      LOG.log(Level.WARNING, "Agent ''{0}'': {1}", agent, e.message());
    }
  }

  private Map<String, @Nullable Object> data(
      AgentPhase from, AgentPhase to, @Nullable String reason) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("agent", agent);
    data.put("from", from.displayName());
    data.put("to", to.displayName());
    if (reason != null) {
      data.put(to == AgentPhase.ERROR ? "error" : "reason", surroundings.clean(reason));
    }
    return data;
  }
}
