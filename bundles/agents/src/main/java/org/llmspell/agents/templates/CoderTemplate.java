package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.osgi.service.component.annotations.Component;

/** Writes and explains code. */
@Component
@AgentTemplateSpec(
    name = "coder",
    description = "Writes and explains code",
    category = "coding",
    complexity = "standard",
    keywords = {"code", "programming"})
public final class CoderTemplate implements AgentTemplate {
  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    return AgentSpec.builder("coder")
        .description("Writes and explains code")
        .temperature(0.2)
        .capabilities(List.of("coding", "programming"))
        .systemPrompt(
            """
            You are an experienced programmer. Write small, correct, readable code, handle errors, \
            and explain only what the code does not say itself.\
            """)
        .allowedTools(List.of("file_operations", "diff_calculator", "text_manipulator"));
  }
}
