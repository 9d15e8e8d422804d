package org.llmspell.core.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * How an agent is to be made.
 *
 * @param name its name, unique among the agents that live
 * @param description what it is for; other agents and models choose by it
 * @param type what it is
 * @param model its model; null for one that needs none
 * @param systemPrompt what the model is told first; null for a sentence of name and description
 * @param maxConversationLength messages that are kept
 * @param allowedTools the tools that it may call; {@code *} for all; those that are not there are
 *     not offered until they are
 * @param members the agents that it may give work to
 * @param delegation how it gives work to its members when it has no model
 * @param handOffs the agents that it may hand a conversation over to
 * @param limits what a turn may use up
 * @param outputSchema the JSON Schema that its answers follow; null for any text
 * @param repairRounds how often the model may mend an answer that does not follow the schema
 * @param capabilities words by which it is found
 * @param custom anything else, plain values
 */
public record AgentSpec(
    String name,
    String description,
    Type type,
    @Nullable AgentModel model,
    @Nullable String systemPrompt,
    int maxConversationLength,
    List<String> allowedTools,
    List<String> members,
    Delegation delegation,
    List<String> handOffs,
    AgentLimits limits,
    @Nullable Map<String, @Nullable Object> outputSchema,
    int repairRounds,
    List<String> capabilities,
    Map<String, @Nullable Object> custom) {

  /** What an agent is. */
  public enum Type {
    /** It asks a language model. */
    LLM,
    /** It answers with what it was asked; for tests without a model. */
    BASIC,
    /** It gives its work to other agents. */
    COMPOSITE
  }

  /** How an agent without a model gives work to its members. */
  public enum Delegation {
    /** One after the other takes a turn. */
    ROUND_ROBIN,
    /** All work side by side on the same question; the answers are put together. */
    PARALLEL,
    /** Each works on the answer of the one before it. */
    PIPELINE
  }

  /**
   * Copies the collections and checks what can be checked without the container.
   *
   * @throws SpellException of kind Validation that names the field
   */
  public AgentSpec {
    if (name.isBlank()) {
      throw SpellException.validation("name", "The name of an agent cannot be empty");
    }
    if (maxConversationLength <= 0) {
      throw SpellException.validation(
          "max_conversation_length",
          "'max_conversation_length' is %d but must be above 0".formatted(maxConversationLength));
    }
    if (type == Type.LLM && model == null) {
      throw SpellException.validation(
          "model", "Model is required: agent '%s' asks a language model".formatted(name));
    }
    if (type == Type.COMPOSITE && members.isEmpty()) {
      throw SpellException.validation(
          "agents", "Composite agent '%s' needs at least one member".formatted(name));
    }
    allowedTools = List.copyOf(allowedTools);
    members = List.copyOf(members);
    handOffs = List.copyOf(handOffs);
    outputSchema =
        outputSchema == null
            ? null
            : Collections.unmodifiableMap(new LinkedHashMap<>(outputSchema));
    capabilities = List.copyOf(capabilities);
    custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
  }

  /** A builder with the default of everything. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Puts a specification together. For use by one thread. */
  public static final class Builder {
    private String name;
    private String description = "";
    private Type type = Type.LLM;
    private @Nullable AgentModel model;
    private double temperature = AgentConfig.DEFAULT.temperature();
    private @Nullable String systemPrompt;
    private int maxConversationLength = AgentConfig.DEFAULT.maxConversationLength();
    private final List<String> allowedTools = new ArrayList<>();
    private final List<String> members = new ArrayList<>();
    private Delegation delegation = Delegation.ROUND_ROBIN;
    private final List<String> handOffs = new ArrayList<>();
    private AgentLimits limits = AgentLimits.DEFAULT;
    private @Nullable Map<String, @Nullable Object> outputSchema;
    private int repairRounds = 1;
    private final List<String> capabilities = new ArrayList<>();
    private final Map<String, @Nullable Object> custom = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /** Sets the name. */
    public Builder name(String newName) {
      name = newName;
      return this;
    }

    /** Sets what it is for. */
    public Builder description(String text) {
      description = text;
      return this;
    }

    /** Sets what it is; {@link Type#LLM} by default. */
    public Builder type(Type newType) {
      type = newType;
      return this;
    }

    /** What it is, as set so far. */
    public Type type() {
      return type;
    }

    /** Sets how freely its model answers, for a template that leaves the model to others. */
    public Builder temperature(double value) {
      temperature = value;
      return this;
    }

    /** How freely its model answers when nobody says otherwise. */
    public double temperature() {
      return temperature;
    }

    /** Sets the model. */
    public Builder model(@Nullable AgentModel newModel) {
      model = newModel;
      return this;
    }

    /** The model that was set so far. */
    public @Nullable AgentModel model() {
      return model;
    }

    /** Sets what the model is told first. */
    public Builder systemPrompt(@Nullable String text) {
      systemPrompt = text;
      return this;
    }

    /** Sets how many messages are kept. */
    public Builder maxConversationLength(int messages) {
      maxConversationLength = messages;
      return this;
    }

    /** Sets the tools that it may call, in place of those set before. */
    public Builder allowedTools(Collection<String> names) {
      allowedTools.clear();
      allowedTools.addAll(names);
      return this;
    }

    /** Sets the agents that it may give work to, in place of those set before. */
    public Builder members(Collection<String> names) {
      members.clear();
      members.addAll(names);
      return this;
    }

    /** Sets how it gives work to its members. */
    public Builder delegation(Delegation way) {
      delegation = way;
      return this;
    }

    /** Sets the agents that it may hand a conversation over to. */
    public Builder handOffs(Collection<String> names) {
      handOffs.clear();
      handOffs.addAll(names);
      return this;
    }

    /** Sets what a turn may use up. */
    public Builder limits(AgentLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /** The limits that were set so far. */
    public AgentLimits limits() {
      return limits;
    }

    /** Sets the JSON Schema that its answers follow. */
    public Builder outputSchema(@Nullable Map<String, @Nullable Object> schema) {
      outputSchema = schema;
      return this;
    }

    /** Sets how often the model may mend an answer. */
    public Builder repairRounds(int rounds) {
      repairRounds = rounds;
      return this;
    }

    /** Sets the words by which it is found. */
    public Builder capabilities(Collection<String> words) {
      capabilities.clear();
      capabilities.addAll(words);
      return this;
    }

    /** Adds something else. */
    public Builder custom(Map<String, ? extends @Nullable Object> values) {
      custom.putAll(values);
      return this;
    }

    /**
     * The specification.
     *
     * @throws SpellException of kind Validation that names the field that is wrong
     */
    public AgentSpec build() {
      return new AgentSpec(
          name,
          description,
          type,
          model,
          systemPrompt,
          maxConversationLength,
          allowedTools,
          members,
          delegation,
          handOffs,
          limits,
          outputSchema,
          repairRounds,
          capabilities,
          custom);
    }
  }
}
