package org.llmspell.agents;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentConfig;
import org.llmspell.core.agent.AgentLimits;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.secret.Secret;

/**
 * Reads the configuration of an agent as scripts write it, in the short form ({@code model}, {@code
 * system_prompt}, {@code tools} ...) and in the raw one ({@code model = {provider, model_id}},
 * {@code resource_limits}, {@code custom_config}). What is wrong is named with its path.
 */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
public final class SpecReader {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "description",
          "type",
          "agent_type",
          "model",
          "provider_model",
          "provider",
          "system_prompt",
          "temperature",
          "max_tokens",
          "max_conversation_length",
          "base_url",
          "api_key",
          "timeout_ms",
          "max_retries",
          "settings",
          "tools",
          "allowed_tools",
          "max_tool_calls",
          "max_execution_time",
          "max_execution_time_secs",
          "max_memory_mb",
          "max_recursion_depth",
          "max_identical_calls",
          "token_budget",
          "output_schema",
          "response_schema",
          "repair_rounds",
          "capabilities",
          "agents",
          "members",
          "delegation",
          "hand_offs",
          "handoffs",
          "custom_config",
          "resource_limits",
          "metadata");
  private static final Set<String> MODEL_FIELDS =
      Set.of(
          "provider",
          "model_id",
          "model",
          "name",
          "temperature",
          "max_tokens",
          "settings",
          "base_url",
          "api_key",
          "timeout_ms",
          "max_retries");
  private static final Set<String> LIMITS =
      Set.of(
          "max_execution_time_secs",
          "max_execution_time",
          "max_memory_mb",
          "max_tool_calls",
          "max_recursion_depth",
          "max_identical_calls",
          "token_budget");
  private static final int SHORTEST_TYPO = 5;

  private final String path;

  /**
   * A reader.
   *
   * @param path what goes before the names of fields in messages
   */
  public SpecReader(String path) {
    this.path = path;
  }

  /** Puts what a configuration says on top of what a builder has. */
  public void apply(Map<String, ? extends @Nullable Object> config, AgentSpec.Builder builder) {
    var fields = new Fields(path, config);
    fields.refuseTypos(FIELDS, SHORTEST_TYPO);
    fields.text("description").ifPresent(builder::description);
    type(fields).ifPresent(builder::type);
    fields.text("system_prompt").ifPresent(builder::systemPrompt);
    fields.whole("max_conversation_length").ifPresent(builder::maxConversationLength);
    fields.texts("tools").ifPresent(builder::allowedTools);
    fields.texts("allowed_tools").ifPresent(builder::allowedTools);
    fields.texts("capabilities").ifPresent(builder::capabilities);
    fields.texts("hand_offs").or(() -> fields.texts("handoffs")).ifPresent(builder::handOffs);
    fields
        .table("output_schema")
        .or(() -> fields.table("response_schema"))
        .ifPresent(builder::outputSchema);
    fields.whole("repair_rounds").ifPresent(builder::repairRounds);
    fields.text("delegation").ifPresent(way -> builder.delegation(delegation(way)));
    fields.table("custom_config").ifPresent(custom -> custom(custom, builder));
    limits(fields, builder);
    fields
        .table("resource_limits")
        .ifPresent(limits -> {
          var inner = new Fields(path + "resource_limits.", limits);
          inner.refuseTypos(LIMITS, SHORTEST_TYPO);
          limits(inner, builder);
        });
    modelName(fields).ifPresent(name -> model(name, config, builder));
  }

  private static Optional<AgentSpec.Type> type(Fields fields) {
    Optional<String> strict = fields.text("agent_type");
    if (strict.isEmpty()) {
      // A script may write anything here, for itself; only what can be meant is taken.
      return "basic".equals(fields.value("type"))
          ? Optional.of(AgentSpec.Type.BASIC)
          : Optional.empty();
    }
    return Optional.of(
        switch (strict.get()) {
          case "llm" -> AgentSpec.Type.LLM;
          case "basic" -> AgentSpec.Type.BASIC;
          case "composite" -> AgentSpec.Type.COMPOSITE;
          default ->
              throw SpellException.validation(
                  "agent_type",
                  "Unknown agent type: %s%s"
                      .formatted(
                          strict.get(),
                          Names.hint(strict.get(), List.of("llm", "basic", "composite"))));
        });
  }

  private AgentSpec.Delegation delegation(String way) {
    return switch (Names.fold(way)) {
      case "round-robin" -> AgentSpec.Delegation.ROUND_ROBIN;
      case "parallel", "broadcast" -> AgentSpec.Delegation.PARALLEL;
      case "pipeline", "sequential" -> AgentSpec.Delegation.PIPELINE;
      default ->
          throw SpellException.validation(
              path + "delegation",
              "'%sdelegation' is '%s' but must be round_robin, parallel or pipeline"
                  .formatted(path, way));
    };
  }

  private void custom(Map<String, @Nullable Object> custom, AgentSpec.Builder builder) {
    var fields = new Fields(path + "custom_config.", custom);
    fields.text("system_prompt").ifPresent(builder::systemPrompt);
    fields.whole("max_conversation_length").ifPresent(builder::maxConversationLength);
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(custom);
    rest.remove("system_prompt");
    rest.remove("max_conversation_length");
    builder.custom(rest);
  }

  private static void limits(Fields fields, AgentSpec.Builder builder) {
    AgentLimits before = builder.limits();
    Optional<Double> seconds =
        fields.number("max_execution_time").or(() -> fields.number("max_execution_time_secs"));
    builder.limits(
        new AgentLimits(
            seconds.map(s -> Duration.ofMillis((long) (s * 1_000))).orElse(before.executionTime()),
            fields.whole("max_memory_mb").orElse(before.memoryMebibytes()),
            fields.whole("max_tool_calls").orElse(before.toolCalls()),
            fields.whole("max_recursion_depth").orElse(before.recursionDepth()),
            fields.whole("max_identical_calls").orElse(before.identicalCalls()),
            fields.whole("token_budget").map(Integer::longValue).orElse(before.tokens())));
  }

  /** The model that a configuration names; empty when it names none. */
  private Optional<ModelName> modelName(Fields fields) {
    if (fields.value("model") instanceof Map<?, ?>) {
      var inner = new Fields(path + "model.", fields.table("model").orElseThrow());
      inner.refuseTypos(MODEL_FIELDS, SHORTEST_TYPO);
      String id =
          inner
              .text("model_id")
              .or(() -> inner.text("model"))
              .or(() -> inner.text("name"))
              .orElseThrow(() -> missing(path + "model.model_id"));
      return Optional.of(modelName("model.model_id", id, inner.text("provider")));
    }
    return fields
        .text("model")
        .or(() -> fields.text("provider_model"))
        .map(text -> modelName("model", text, fields.text("provider")));
  }

  /** Without a slash, the model belongs to the provider that is given, or to openai. */
  private ModelName modelName(String field, String text, Optional<String> provider) {
    try {
      return provider.isPresent() && !provider.get().isBlank()
          ? text.startsWith(provider.get() + "/")
              ? ModelName.parse(text, provider.get())
              : new ModelName(provider.get(), text)
          : ModelName.parse(text, "openai");
    } catch (SpellException e) {
      throw SpellException.validation(
          path + field, "'%s%s': %s".formatted(path, field, e.message()));
    }
  }

  /** Gives a builder a model, with what the configuration says of it. */
  public void model(
      ModelName name, Map<String, ? extends @Nullable Object> config, AgentSpec.Builder builder) {
    var outer = new Fields(path, config);
    Fields inner =
        config.get("model") instanceof Map<?, ?>
            ? new Fields(path + "model.", outer.table("model").orElseThrow())
            : outer;
    var options =
        new ModelOptions(
            inner.text("base_url").or(() -> outer.text("base_url")).orElse(null),
            inner
                .text("api_key")
                .or(() -> outer.text("api_key"))
                .map(key -> new Secret(key.toCharArray()))
                .orElse(null),
            inner
                .whole("timeout_ms")
                .or(() -> outer.whole("timeout_ms"))
                .map(Duration::ofMillis)
                .orElse(null),
            inner.whole("max_retries").or(() -> outer.whole("max_retries")).orElse(null),
            inner.table("settings").or(() -> outer.table("settings")).orElse(Map.of()));
    builder.model(
        new AgentModel(
            name,
            inner
                .number("temperature")
                .or(() -> outer.number("temperature"))
                .orElse(builder.temperature()),
            inner
                .whole("max_tokens")
                .or(() -> outer.whole("max_tokens"))
                .orElse(AgentConfig.DEFAULT.maxTokens()),
            options));
  }

  private static SpellException missing(String field) {
    return SpellException.validation(field, "Missing required field: " + field);
  }
}
