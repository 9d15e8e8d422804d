package org.llmspell.agents.script;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.llmspell.agents.AgentService;
import org.llmspell.agents.LiveAgent;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.script.ScriptSession;

/** The agents that one script has made; they end with it. */
final class OwnAgents implements AutoCloseable {
  private final AgentService agents;
  private final ScriptSession session;
  private final Contexts contexts;

  /** By name, in order. Those that the script has destroyed itself are not held. */
  private final Map<String, WeakReference<LiveAgent>> own = new LinkedHashMap<>();

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
    synchronized (own) {
      own.remove(spec.name()); // to come last
      own.put(spec.name(), new WeakReference<>(agent));
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
    List<WeakReference<LiveAgent>> all;
    synchronized (own) {
      all = List.copyOf(own.values());
    }
    // Composites go before their members, which were there first.
    for (WeakReference<LiveAgent> reference : all.reversed()) {
      LiveAgent agent = reference.get();
      if (agent != null) {
        agents.release(agent);
      }
    }
  }
}
