package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.osgi.service.component.annotations.Component;

/** Answers with what it was asked; needs no model. */
@Component
@AgentTemplateSpec(
    name = "basic",
    description = "Answers with what it was asked; needs no model",
    category = "agent",
    complexity = "basic",
    model_required = false)
public final class BasicTemplate implements AgentTemplate {
  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    return AgentSpec.builder("basic")
        .description("Answers with what it was asked; needs no model")
        .type(AgentSpec.Type.BASIC)
        .allowedTools(List.of());
  }
}
