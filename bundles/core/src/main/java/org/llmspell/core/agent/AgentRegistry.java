package org.llmspell.core.agent;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The agents that live in the container now: those that scripts and Java code made, until they are
 * destroyed. Safe to share between threads.
 */
@ProviderType
public interface AgentRegistry {

  /** The names of all agents, sorted. */
  List<String> names();

  /**
   * The agent of a name.
   *
   * @return the agent, to be used at once and not to be kept: its bundle may go away; empty when
   *     there is none of this name
   */
  Optional<Agent> find(String name);
}
