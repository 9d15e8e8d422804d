package org.llmspell.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.loop.LocalTool;
import org.llmspell.agents.loop.Sink;
import org.llmspell.agents.loop.Toolbox;
import org.llmspell.core.AgentInput;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.ModelTool;

/** What a model can do with other agents: give them work, or hand the conversation over. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class Members {
  private static final String HAND_OFF = "transfer_to_agent";

  private Members() {}

  static List<LocalTool> of(AgentSpec spec, DelegatingMind.Live agents) {
    List<LocalTool> tools = new ArrayList<>();
    for (String name : spec.members()) {
      tools.add(new Delegate(name, delegation(name, agents), agents));
    }
    if (!spec.handOffs().isEmpty()) {
      tools.add(new HandOff(spec.handOffs(), handOff(spec.handOffs(), agents)));
    }
    return tools;
  }

  private static ModelTool delegation(String name, DelegatingMind.Live agents) {
    return new ModelTool(
        Toolbox.offered(name),
        "Gives a task to the agent '%s' and waits for its answer. %s"
            .formatted(name, about(name, agents))
            .strip(),
        schema(
            Map.of("task", text("what the agent is to do, with all that it needs to know")),
            List.of("task")));
  }

  private static String about(String name, DelegatingMind.Live agents) {
    Optional<LiveAgent> agent = agents.find(name);
    return agent
        .map(a ->
            a.spec().capabilities().isEmpty()
                ? a.spec().description()
                : "%s It can: %s"
                    .formatted(a.spec().description(), String.join(", ", a.spec().capabilities())))
        .orElse("");
  }

  private static ModelTool handOff(List<String> names, DelegatingMind.Live agents) {
    var description = new StringBuilder("Hands the conversation over to another agent, for good.");
    names.forEach(
        name -> description.append(" %s: %s".formatted(name, about(name, agents)).stripTrailing()));
    Map<String, @Nullable Object> agent = text("the agent that goes on");
    agent.put("enum", names);
    return new ModelTool(
        HAND_OFF,
        description.toString(),
        schema(
            Map.of("agent", agent, "message", text("what it has to know, in one or two sentences")),
            List.of("agent")));
  }

  private static Map<String, @Nullable Object> text(String description) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("description", description);
    return schema;
  }

  private static Map<String, @Nullable Object> schema(
      Map<String, Map<String, @Nullable Object>> properties, List<String> required) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    return schema;
  }

  /** Gives a task to a member. */
  private record Delegate(String member, ModelTool tool, DelegatingMind.Live agents)
      implements LocalTool {
    @Override
    public ToolOutput call(Map<String, @Nullable Object> arguments, ExecutionContext context) {
      Object task = arguments.get("task");
      if (!(task instanceof String text) || text.isBlank()) {
        return ToolOutput.failure("delegate", "'task' is missing: say what the agent is to do");
      }
      Optional<LiveAgent> agent = agents.find(member);
      return agent.isEmpty()
          ? ToolOutput.failure("delegate", "Agent '%s' is gone".formatted(member))
          : ToolOutput.ofText(agent.get().run(AgentInput.text(text), context, Sink.NONE).text());
    }
  }

  /** Hands the conversation over. */
  private record HandOff(List<String> targets, ModelTool tool) implements LocalTool {
    @Override
    public ToolOutput call(Map<String, @Nullable Object> arguments, ExecutionContext context) {
      Object agent = arguments.get("agent");
      return targets.contains(agent)
          ? ToolOutput.ofText("The conversation goes on with '%s'".formatted(agent))
          : ToolOutput.failure(
              "transfer",
              "There is no agent '%s' to hand over to; there are: %s"
                  .formatted(agent, String.join(", ", targets)));
    }

    @Override
    public @Nullable ComponentId handOff(Map<String, @Nullable Object> arguments) {
      return ComponentId.fromName(String.valueOf(arguments.get("agent")));
    }
  }
}
