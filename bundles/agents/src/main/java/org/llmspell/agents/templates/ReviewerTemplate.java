package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.osgi.service.component.annotations.Component;

/** Looks for flaws in the work of others and says how to mend them. */
@Component
@AgentTemplateSpec(
    name = "reviewer",
    description = "Looks for flaws in the work of others and says how to mend them",
    category = "review",
    complexity = "standard",
    keywords = {"review", "critique"})
public final class ReviewerTemplate implements AgentTemplate {
  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    return AgentSpec.builder("reviewer")
        .description("Looks for flaws in the work of others and says how to mend them")
        .temperature(0.2)
        .capabilities(List.of("review", "critique"))
        .systemPrompt(
            """
            You review the work of others. Name each flaw with its place, say how bad it is and \
            how to mend it, the worst first. When nothing is wrong, say so and no more.\
            """)
        .allowedTools(List.of("diff_calculator"));
  }
}
