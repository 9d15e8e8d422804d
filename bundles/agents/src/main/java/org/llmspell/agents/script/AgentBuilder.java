package org.llmspell.agents.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;

/**
 * The builder in the hands of a script: collects a configuration. Each setter gives the builder.
 */
final class AgentBuilder implements ScriptObject {
  private static final List<String> SETTERS =
      List.of(
          "name",
          "description",
          "model",
          "provider",
          "system_prompt",
          "temperature",
          "max_tokens",
          "max_conversation_length",
          "base_url",
          "api_key",
          "allowed_tools",
          "max_execution_time",
          "max_memory_mb",
          "max_tool_calls",
          "max_recursion_depth",
          "max_identical_calls",
          "token_budget",
          "output_schema",
          "repair_rounds",
          "capabilities",
          "hand_offs",
          "custom_config",
          "resource_limits",
          "settings",
          "timeout_ms",
          "max_retries");

  private final Map<String, @Nullable Object> config = new LinkedHashMap<>();
  private final Function<Map<String, @Nullable Object>, AgentObject> create;

  AgentBuilder(Function<Map<String, @Nullable Object>, AgentObject> create) {
    this.create = create;
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name : SETTERS) {
      put(members, name, args -> set(name, args.get(0)));
    }
    put(members, "tools", args -> set("allowed_tools", args.get(0)));
    put(members, "allow_tool", args -> allow(args.text(0, "tool")));
    put(members, "type", _ -> this);
    put(members, "build", _ -> build());
    return members;
  }

  private static void put(Map<String, Object> members, String name, ScriptFunction function) {
    members.put(name, function);
  }

  private AgentBuilder set(String name, @Nullable Object value) {
    config.put(name, value);
    return this;
  }

  private AgentBuilder allow(String tool) {
    List<Object> tools = new ArrayList<>();
    if (config.get("allowed_tools") instanceof List<?> before) {
      tools.addAll(before);
    }
    tools.add(tool);
    return set("allowed_tools", tools);
  }

  private AgentObject build() {
    if (config.get("model") == null) {
      throw SpellException.validation("model", "Model is required");
    }
    if (config.get("provider") instanceof String provider && provider.isBlank()) {
      throw SpellException.validation("provider", "Provider is required");
    }
    return create.apply(config);
  }
}
