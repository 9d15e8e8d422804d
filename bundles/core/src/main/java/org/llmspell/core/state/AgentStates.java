package org.llmspell.core.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps the states of agents, outside of all scopes; a service. Safe to share between threads. Text
 * and numbers under the name of a secret are redacted before they are stored.
 */
@ProviderType
public interface AgentStates {

  /** Keeps a state in place of the one before. */
  void save(AgentState state);

  /** The state of an agent. */
  Optional<AgentState> load(String agentId);

  /**
   * Changes the state of an agent while nobody else changes it.
   *
   * @param change gets the state as it is and gives the one to keep; runs under the lock of the
   *     agent
   * @return the new state; empty when there is none
   */
  Optional<AgentState> update(String agentId, UnaryOperator<AgentState> change);

  /** Forgets an agent; says whether it was there. */
  boolean delete(String agentId);

  /** The ids of all agents that have a state, in order. */
  List<String> list();

  /** What an agent is, without its state. */
  Optional<Map<String, @Nullable Object>> metadata(String agentId);
}
