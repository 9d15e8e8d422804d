package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.tool.ParameterType;
import org.llmspell.core.tool.ToolParameter;
import org.osgi.service.component.annotations.Component;

/** Divides work among other agents and puts their answers together. */
@Component
@AgentTemplateSpec(
    name = "coordinator",
    description = "Divides work among other agents and puts their answers together",
    category = "orchestration",
    complexity = "advanced",
    keywords = {"coordination", "delegation"})
public final class CoordinatorTemplate implements AgentTemplate {
  @Override
  public List<ToolParameter> parameters() {
    return List.of(
        ToolParameter.required("agents", ParameterType.ARRAY, "the names of the agents to lead"));
  }

  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    List<?> agents = (List<?>) Objects.requireNonNull(parameters.get("agents"));
    if (agents.isEmpty() || !agents.stream().allMatch(String.class::isInstance)) {
      throw SpellException.validation(
          "agents", "'agents' must be an array with the names of one agent or more");
    }
    return AgentSpec.builder("coordinator")
        .description("Divides work among other agents and puts their answers together")
        .temperature(0.3)
        .capabilities(List.of("coordination", "delegation"))
        .systemPrompt(
            """
            You lead a team of agents; each is a tool of yours. Divide the task, give each part to \
            the agent that can do it best, with all that it needs to know, several at once when \
            the parts do not depend on each other. Then put the answers together into one.\
            """)
        .members(agents.stream().map(String::valueOf).toList());
  }
}
