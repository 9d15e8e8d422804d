package org.llmspell.agents.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.llmspell.agents.AgentService;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The global {@code Agent}. The agents that a script makes are destroyed when it ends. */
@Component(service = ScriptGlobal.class)
public final class AgentGlobal implements ScriptGlobal {
  private final AgentService agents;

  /** Over the agents of the container. */
  @Activate
  public AgentGlobal(@Reference AgentService agents) {
    this.agents = agents;
  }

  @Override
  public List<String> names() {
    return List.of("Agent");
  }

  @Override
  public Object open(ScriptSession session) {
    var own = new OwnAgents(agents, session);
    Map<String, Object> members = new LinkedHashMap<>();
    members.putAll(new AgentFunctions(agents, own, session).functions());
    members.putAll(new DescribeFunctions(agents).functions());
    members.putAll(new ContextFunctions(own.contexts(), session).functions());
    return (ScriptObject) () -> members;
  }
}
