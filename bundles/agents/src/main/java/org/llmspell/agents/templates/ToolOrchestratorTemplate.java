package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.osgi.service.component.annotations.Component;

/** Solves tasks with all tools that there are. */
@Component
@AgentTemplateSpec(
    name = "tool-orchestrator",
    description = "Solves tasks with all tools that there are",
    category = "orchestration",
    complexity = "standard",
    keywords = {"tools", "orchestration"})
public final class ToolOrchestratorTemplate implements AgentTemplate {
  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    return AgentSpec.builder("tool-orchestrator")
        .description("Solves tasks with all tools that there are")
        .temperature(0.3)
        .capabilities(List.of("tools", "orchestration"))
        .systemPrompt(
            """
            You solve tasks with tools. Plan first, call the tools that you need, several at once \
            when they do not depend on each other, and answer only from what they gave.\
            """)
        .allowedTools(List.of("*"));
  }
}
