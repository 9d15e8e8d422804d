package org.llmspell.agents;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.llmspell.agents.templates.AnalystTemplate;
import org.llmspell.agents.templates.BasicTemplate;
import org.llmspell.agents.templates.CoderTemplate;
import org.llmspell.agents.templates.CoordinatorTemplate;
import org.llmspell.agents.templates.LlmTemplate;
import org.llmspell.agents.templates.ResearcherTemplate;
import org.llmspell.agents.templates.ReviewerTemplate;
import org.llmspell.agents.templates.ToolOrchestratorTemplate;
import org.llmspell.core.agent.AgentTemplate;
import org.osgi.framework.ServiceReference;

/** The templates of the bundle, as the framework would bring them. */
final class Templated {
  static final Map<String, AgentTemplate> ALL = all();

  private Templated() {}

  private static Map<String, AgentTemplate> all() {
    Map<String, AgentTemplate> all = new LinkedHashMap<>();
    all.put("llm", new LlmTemplate());
    all.put("basic", new BasicTemplate());
    all.put("tool-orchestrator", new ToolOrchestratorTemplate());
    all.put("researcher", new ResearcherTemplate());
    all.put("analyst", new AnalystTemplate());
    all.put("coder", new CoderTemplate());
    all.put("reviewer", new ReviewerTemplate());
    all.put("coordinator", new CoordinatorTemplate());
    return all;
  }

  static void add(AgentService service) {
    ALL.forEach((name, template) -> service.addTemplate(reference(name), template));
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  static ServiceReference<AgentTemplate> reference(String name) {
    return (ServiceReference<AgentTemplate>)
        Proxy.newProxyInstance(
            Templated.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getProperty" ->
                      args[0].equals("llmspell.agent.template.name") ? name : null;
                  case "compareTo" -> proxy == args[0] ? 0 : 1;
                  case "hashCode" -> name.hashCode();
                  case "equals" -> proxy == args[0];
                  default -> null;
                });
  }
}
