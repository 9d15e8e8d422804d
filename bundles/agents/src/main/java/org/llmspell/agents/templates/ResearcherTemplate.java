package org.llmspell.agents.templates;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateSpec;
import org.osgi.service.component.annotations.Component;

/** Finds out facts and says where they come from. */
@Component
@AgentTemplateSpec(
    name = "researcher",
    description = "Finds out facts and says where they come from",
    category = "research",
    complexity = "standard",
    keywords = {"research", "search", "sources"})
public final class ResearcherTemplate implements AgentTemplate {
  @Override
  public AgentSpec.Builder prepare(Map<String, @Nullable Object> parameters) {
    return AgentSpec.builder("researcher")
        .description("Finds out facts and says where they come from")
        .temperature(0.3)
        .capabilities(List.of("research", "search"))
        .systemPrompt(
            """
            You are a careful researcher. Look facts up with your tools before you state them, \
            compare sources, and name the source of each fact. Say plainly what you could not find.\
            """)
        .allowedTools(List.of("web_search", "web-scraper", "url-analyzer", "pdf_processor"));
  }
}
