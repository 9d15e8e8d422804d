package org.llmspell.agents.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.AgentForm;
import org.llmspell.agents.AgentService;
import org.llmspell.agents.LiveAgent;
import org.llmspell.core.agent.AgentTemplateInfo;
import org.llmspell.core.script.ScriptFunction;

/** The functions of {@code Agent} that tell about agents and templates. */
final class DescribeFunctions {
  private final AgentService agents;

  DescribeFunctions(AgentService agents) {
    this.agents = agents;
  }

  Map<String, ScriptFunction> functions() {
    Map<String, ScriptFunction> functions = new LinkedHashMap<>();
    functions.put(
        "list", _ -> agents.names().stream().<Object>map(name -> Map.of("name", name)).toList());
    functions.put("list_instances", _ -> agents.names());
    functions.put("discover", _ -> agents.templates().stream().map(this::discovered).toList());
    functions.put(
        "list_templates", _ -> agents.templates().stream().map(AgentTemplateInfo::name).toList());
    functions.put("get_info", args -> info(args.text(0, "name")));
    functions.put("get_details", args -> details(agents.require("name", args.text(0, "name"))));
    functions.put("list_capabilities", _ -> capabilities());
    functions.put(
        "discover_by_capability",
        args -> {
          String capability = args.text(0, "capability");
          return agents.all().stream()
              .filter(agent -> agent.can(capability))
              .map(agent -> agent.spec().name())
              .toList();
        });
    functions.put(
        "get_hierarchy",
        args -> Map.of("root", node(agents.require("name", args.text(0, "name")), 0)));
    return functions;
  }

  private Map<String, Object> discovered(AgentTemplateInfo template) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", template.name());
    entry.put("name", template.name());
    entry.put("description", template.description());
    entry.put("category", template.category());
    entry.put("complexity", template.complexity());
    entry.put("keywords", template.keywords());
    return entry;
  }

  private Map<String, Object> info(String name) {
    Optional<AgentTemplateInfo> template =
        agents.templates().stream().filter(t -> t.name().equals(name)).findFirst();
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", name);
    info.put(
        "description", template.map(AgentTemplateInfo::description).orElse("Agent type: " + name));
    info.put("category", template.map(AgentTemplateInfo::category).orElse("agent"));
    info.put("complexity", template.map(AgentTemplateInfo::complexity).orElse("standard"));
    info.put("required_parameters", List.of("name"));
    info.put("optional_parameters", List.of("model_config", "resource_limits", "creation_hooks"));
    return info;
  }

  private static Map<String, @Nullable Object> details(LiveAgent agent) {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("id", agent.metadata().id().toString());
    details.put("name", agent.spec().name());
    details.put("description", agent.spec().description());
    details.put("type", AgentForm.type(agent.spec()));
    details.put("state", agent.phase().displayName());
    details.put("metrics", Measures.metrics(agent));
    details.put("config", Measures.config(agent));
    details.put(
        "composition",
        Map.of("can_be_wrapped", true, "supports_delegation", true, "supports_nesting", true));
    return details;
  }

  private Map<String, Object> capabilities() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (LiveAgent agent : agents.all()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("id", agent.metadata().id().toString());
      entry.put("name", agent.spec().name());
      entry.put("description", agent.spec().description());
      entry.put("config", Measures.config(agent));
      entry.put(
          "capabilities",
          Map.of(
              "supports_streaming", agent.supportsStreaming(),
              "supports_tools", true,
              "supports_context", true,
              "supports_multimodal", agent.supportsMultimodal(),
              "words", agent.spec().capabilities()));
      all.put(agent.spec().name(), entry);
    }
    return all;
  }

  /**
   * Agents are made after those that they lead, so there are no circles; the depth is for safety.
   */
  private static Map<String, Object> node(LiveAgent agent, int depth) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", agent.spec().name());
    node.put("type", "agent");
    node.put("id", agent.metadata().id().toString());
    node.put(
        "children",
        depth > 10
            ? List.of()
            : agent.children().stream().map(child -> node(child, depth + 1)).toList());
    return node;
  }
}
