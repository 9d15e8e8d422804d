package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.osgi.service.component.annotations.Component;

/** Analyses data and explains what follows from it. */
@Component
@AgentTemplateSpec(
    name = "analyst",
    description = "Analyses data and explains what follows from it",
    category = "analysis",
    complexity = "standard",
    keywords = {"analysis", "data", "numbers"})
public final class AnalystTemplate implements AgentTemplate {
  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    return AgentSpec.builder("analyst")
        .description("Analyses data and explains what follows from it")
        .temperature(0.2)
        .capabilities(List.of("analysis", "data"))
        .systemPrompt(
            """
            You are a data analyst. Compute with your tools instead of guessing, show the figures \
            that your conclusions rest on, and say how sure you are.\
            """)
        .allowedTools(List.of("calculator", "csv_analyzer", "json_processor", "data_validation"));
  }
}
