package org.llmspell.agents;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.loop.Conversation;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.state.AgentState;

/** What is kept of an agent, as plain values. No secret is among them. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
public final class AgentForm {
  private AgentForm() {}

  /** The name of its type. */
  public static String type(AgentSpec spec) {
    return spec.type().name().toLowerCase(Locale.ROOT);
  }

  static AgentState toState(LiveAgent agent) {
    AgentSpec spec = agent.spec();
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put(
        "conversation_history", agent.said().entries().stream().map(AgentForm::message).toList());
    state.put("context_variables", Map.of());
    state.put(
        "tool_usage_stats",
        Map.of("calls", agent.metrics().toolCalls(), "failures", agent.metrics().toolFailures()));
    state.put("execution_state", agent.phase().displayName());
    state.put("custom_data", new LinkedHashMap<>(agent.custom()));
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", spec.name());
    metadata.put("description", spec.description());
    metadata.put("version", agent.metadata().version().toString());
    metadata.put("capabilities", spec.capabilities());
    AgentModel model = spec.model();
    if (model != null) {
      Map<String, @Nullable Object> provider = new LinkedHashMap<>();
      provider.put("model", model.name().toString());
      provider.put("temperature", model.temperature());
      provider.put("max_tokens", model.maxTokens());
      metadata.put("provider_config", provider);
    }
    metadata.put("tags", List.of());
    return AgentState.of(spec.name(), type(spec), state, metadata);
  }

  private static Map<String, @Nullable Object> message(Conversation.Entry entry) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("role", entry.message().role());
    plain.put("content", entry.message().text());
    plain.put("timestamp", entry.at().toString());
    switch (entry.message()) {
      case ModelMessage.Assistant(_, List<ModelToolCall> calls, Map<String, ?> extra) -> {
        if (!calls.isEmpty()) {
          plain.put(
              "calls",
              calls.stream()
                  .map(c -> Map.of("id", c.id(), "name", c.name(), "arguments", c.arguments()))
                  .toList());
        }
        if (!extra.isEmpty()) {
          plain.put("extra", extra);
        }
      }
      case ModelMessage.ToolResult(String id, String name, _, boolean failed) -> {
        plain.put("call_id", id);
        plain.put("tool", name);
        plain.put("failed", failed);
      }
      case ModelMessage.User(_, List<MediaContent> media) -> {
        if (!media.isEmpty()) {
          plain.put("media", media.stream().map(MediaForm::plain).toList());
        }
      }
      case ModelMessage.System _ -> {}
    }
    return plain;
  }

  static void restore(LiveAgent agent, AgentState state) {
    if (state.state().get("conversation_history") instanceof List<?> list) {
      List<Conversation.Entry> entries = new ArrayList<>();
      for (Object item : list) {
        if (item instanceof Map<?, ?> map) {
          entries.add(new Conversation.Entry(message(map), time(map.get("timestamp"))));
        }
      }
      agent.said().restore(entries);
    }
    if (state.state().get("custom_data") instanceof Map<?, ?> custom) {
      agent.custom().clear();
      custom.forEach((key, value) -> {
        if (value != null) {
          agent.custom().put(String.valueOf(key), value);
        }
      });
    }
  }

  private static Instant time(@Nullable Object text) {
    try {
      return Instant.parse(String.valueOf(text));
    } catch (DateTimeException e) {
      return Instant.EPOCH; // the order counts, not the time
    }
  }

  private static ModelMessage message(Map<?, ?> map) {
    String text = map.get("content") == null ? "" : String.valueOf(map.get("content"));
    return switch (String.valueOf(map.get("role"))) {
      case "system" -> new ModelMessage.System(text);
      case "assistant" -> new ModelMessage.Assistant(text, calls(map), extra(map));
      case "tool" ->
          new ModelMessage.ToolResult(
              String.valueOf(map.get("call_id")),
              String.valueOf(map.get("tool")),
              text,
              Boolean.TRUE.equals(map.get("failed")));
      default -> new ModelMessage.User(text, MediaForm.parse(map.get("media")));
    };
  }

  private static List<ModelToolCall> calls(Map<?, ?> map) {
    List<ModelToolCall> calls = new ArrayList<>();
    if (map.get("calls") instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> call) {
          calls.add(
              new ModelToolCall(
                  String.valueOf(call.get("id")),
                  String.valueOf(call.get("name")),
                  String.valueOf(call.get("arguments"))));
        }
      }
    }
    return calls;
  }

  private static Map<String, @Nullable Object> extra(Map<?, ?> map) {
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    if (map.get("extra") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> extra.put(String.valueOf(key), value));
    }
    return extra;
  }
}
