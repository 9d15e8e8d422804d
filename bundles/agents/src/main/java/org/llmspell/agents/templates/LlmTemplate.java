package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.osgi.service.component.annotations.Component;

/** Asks a language model. */
@Component
@AgentTemplateSpec(
    name = "llm",
    description = "Asks a language model",
    category = "agent",
    complexity = "basic")
public final class LlmTemplate implements AgentTemplate {
  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    return AgentSpec.builder("llm").description("Asks a language model").allowedTools(List.of());
  }
}
