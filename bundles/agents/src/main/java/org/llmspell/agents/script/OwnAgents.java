package org.llmspell.agents.script;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.llmspell.agents.AgentService;
import org.llmspell.agents.LiveAgent;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.script.ScriptSession;

/** The agents that one script has made; they end with it. */
final class OwnAgents implements AutoCloseable {
  private final AgentService agents;
  private final ScriptSession session;
  private final Contexts contexts;
  private final Set<ComponentId> ids = new LinkedHashSet<>();
  private boolean registered;

  OwnAgents(AgentService agents, ScriptSession session) {
    this.agents = agents;
    this.session = session;
    this.contexts = new Contexts(session);
  }

  /** The contexts of the script. */
  Contexts contexts() {
    return contexts;
  }

  LiveAgent create(AgentSpec spec) {
    LiveAgent agent = agents.create(spec);
    synchronized (ids) {
      ids.add(agent.metadata().id());
    }
    if (!registered) {
      registered = true;
      session.onClose(this);
    }
    return agent;
  }

  /** The agent in the hands of the script. */
  AgentObject object(LiveAgent agent) {
    return new AgentObject(agent, agents, contexts, session);
  }

  @Override
  public void close() {
    List<ComponentId> all;
    synchronized (ids) {
      all = List.copyOf(ids);
    }
    // Composites go before their members, which were there first.
    all.reversed().forEach(agents::release);
  }
}
