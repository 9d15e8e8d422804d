package org.llmspell.agents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.component.ComponentMetadata;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.ParameterType;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;

/** An agent as a tool: takes a text, and answers with the agent's. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class WrappedAgent implements Tool {
  private static final List<String> TEXT = List.of("text", "prompt", "input");

  private final ComponentMetadata metadata;
  private final ToolSchema schema;
  private final Agent agent;

  WrappedAgent(String name, String description, Agent agent) {
    this.metadata = ComponentMetadata.of(name, description);
    this.agent = agent;
    this.schema =
        new ToolSchema(
            name,
            description,
            List.of(
                new ToolParameter(
                    "text",
                    ParameterType.STRING,
                    "what the agent is asked",
                    true,
                    null,
                    List.of(),
                    null,
                    null,
                    TEXT.subList(1, TEXT.size()))),
            true,
            "the answer of the agent");
  }

  Agent agent() {
    return agent;
  }

  @Override
  public ToolSchema schema() {
    return schema;
  }

  @Override
  public ComponentMetadata metadata() {
    return metadata;
  }

  @Override
  public String category() {
    return "utility";
  }

  @Override
  public SecurityLevel securityLevel() {
    return SecurityLevel.RESTRICTED;
  }

  @Override
  public ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(parameters);
    String text = "";
    for (String key : TEXT) {
      Object value = rest.remove(key);
      text = text.isEmpty() && value != null ? value.toString() : text;
    }
    var input = new AgentInput(text, List.of(), null, rest, AgentInput.text("").outputModalities());
    AgentOutput output;
    try {
      output = agent.execute(input, context);
    } catch (SpellException e) {
      context.cancellation().check();
      throw SpellException.tool(
          metadata.name(), "Agent '%s' failed: %s".formatted(agent.metadata().name(), e.text()), e);
    }
    OutputMetadata known = output.metadata();
    Map<String, @Nullable Object> more = new LinkedHashMap<>(known.extra());
    more.put("agent", agent.metadata().name());
    if (known.model() != null) {
      more.put("model", known.model());
    }
    return new ToolOutput(true, output.text(), null, output.text(), more, output.media(), null);
  }
}
