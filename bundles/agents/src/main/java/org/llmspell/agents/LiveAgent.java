package org.llmspell.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.life.Alerts;
import org.llmspell.agents.life.Lifecycle;
import org.llmspell.agents.life.Metrics;
import org.llmspell.agents.loop.Conversation;
import org.llmspell.agents.loop.Sink;
import org.llmspell.agents.loop.Toolbox;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentConfig;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.Message;
import org.llmspell.core.component.ComponentMetadata;
import org.llmspell.core.context.ContextScope;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.Inheritance;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.media.MediaType;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.stream.AgentStream;

/**
 * An agent that lives: its conversation, its life, and the turns it takes. Safe to share between
 * threads; turns may run side by side, each adds to the conversation as a whole when it succeeds.
 */
public final class LiveAgent implements Agent {
  private static final Duration LAST_TURNS = Duration.ofSeconds(10);

  private final AgentSpec spec;
  private final ComponentMetadata metadata;
  private final Platform platform;
  private final Conversation conversation;
  private final Lifecycle life;
  private final Vitals vitals;
  private final Map<String, Object> custom = new ConcurrentHashMap<>();
  private final RunningTurns running;
  private final Mind mind;
  private final Turns turns;

  LiveAgent(AgentSpec spec, Platform platform) {
    this.spec = spec;
    this.platform = platform;
    this.metadata = ComponentMetadata.of(spec.name(), spec.description());
    this.conversation =
        new Conversation(
            spec.maxConversationLength(),
            spec.limits().memoryMebibytes() * (1L << 20) / Character.BYTES);
    this.life = new Lifecycle(spec.name(), new LifeEvents(spec.name(), platform.surroundings()));
    this.vitals = new Vitals(spec.name(), platform.surroundings());
    this.running = new RunningTurns(spec.name(), spec.limits().executionTime());
    this.mind = mind();
    this.turns = new Turns(this, platform, mind);
  }

  private Mind mind() {
    if (spec.type() == AgentSpec.Type.BASIC) {
      return new BasicMind(spec.name(), conversation);
    }
    if (spec.model() == null) {
      return new DelegatingMind(spec, conversation, platform.agents());
    }
    var tools =
        new Toolbox(
            spec.allowedTools(),
            platform.tools(),
            tool -> platform.agents().wraps(tool, spec.name()),
            Members.of(spec, platform.agents()));
    return new ModelMind(
        spec, conversation, platform.surroundings(), tools, platform.invoker(), vitals.metrics());
  }

  /** How it was made. */
  public AgentSpec spec() {
    return spec;
  }

  /** Its life. */
  public Lifecycle life() {
    return life;
  }

  /** What was measured. */
  public Metrics metrics() {
    return vitals.metrics();
  }

  /** Its alerts. */
  public Alerts alerts() {
    return vitals.alerts();
  }

  /** Values that others keep with it. */
  public Map<String, Object> custom() {
    return custom;
  }

  /** What was said. */
  public Conversation said() {
    return conversation;
  }

  /** Whether it has a capability: one of its words, or what its kind can do. */
  public boolean can(String capability) {
    return switch (Names.fold(capability)) {
      case "streaming", "tools", "context" -> true;
      case "composite", "delegation" -> !spec.members().isEmpty();
      default ->
          spec.capabilities().stream()
                  .anyMatch(word -> Names.fold(word).equals(Names.fold(capability)))
              || Names.fold(spec.name() + " " + spec.description())
                  .contains(Names.fold(capability));
    };
  }

  @Override
  public ComponentMetadata metadata() {
    return metadata;
  }

  @Override
  public AgentConfig config() {
    AgentModel model = spec.model();
    Double temperature = model == null ? null : model.temperature();
    Integer maxTokens = model == null ? null : model.maxTokens();
    return new AgentConfig(
        spec.maxConversationLength(),
        spec.systemPrompt(),
        temperature == null ? AgentConfig.DEFAULT.temperature() : temperature,
        maxTokens == null ? AgentConfig.DEFAULT.maxTokens() : maxTokens);
  }

  @Override
  public AgentPhase phase() {
    return life.phase();
  }

  @Override
  public List<Message> conversation() {
    return conversation.messages();
  }

  @Override
  public int conversationLength() {
    return conversation.length();
  }

  @Override
  public void addMessage(Message message) {
    ModelMessage added =
        switch (message.role()) {
          case SYSTEM -> new ModelMessage.System(message.content());
          case USER -> new ModelMessage.User(message.content());
          case ASSISTANT -> new ModelMessage.Assistant(message.content());
          case TOOL ->
              throw SpellException.validation(
                  "role",
                  "A message of a tool belongs to the call of a model; add one of system, user or assistant");
        };
    conversation.append(added, message.timestamp());
  }

  @Override
  public void clearConversation() {
    conversation.clear();
  }

  @Override
  public void trimConversation() {
    conversation.trim();
  }

  @Override
  public boolean supportsStreaming() {
    return true;
  }

  @Override
  public boolean supportsMultimodal() {
    return spec.type() != AgentSpec.Type.BASIC;
  }

  @Override
  public Set<MediaType> supportedMediaTypes() {
    return supportsMultimodal() ? Set.of(MediaType.values()) : Set.of(MediaType.TEXT);
  }

  @Override
  public void validateInput(AgentInput input) {
    Agent.super.validateInput(input);
    if (input.text().isBlank() && !input.hasMedia() && input.parameters().isEmpty()) {
      throw SpellException.validation(
          "text", "Agent '%s' was asked nothing: 'text' is empty".formatted(spec.name()));
    }
  }

  @Override
  public AgentOutput execute(AgentInput input, ExecutionContext context) {
    return run(input, context, Sink.NONE);
  }

  @Override
  public AgentStream streamExecute(AgentInput input, ExecutionContext context) {
    return LiveStream.of(input, context, (stop, sink) -> run(input, stop, sink));
  }

  /**
   * Takes a turn on the calling thread.
   *
   * @param sink gets the answer as it comes
   * @throws SpellException when it fails
   */
  public AgentOutput run(AgentInput input, ExecutionContext context, Sink sink) {
    validateInput(input);
    ExecutionContext from = input.context() == null ? context : input.context();
    Chain chain = Chain.of(from).with(spec);
    return running.take(
        from,
        limited -> {
          ExecutionContext own =
              limited
                  .child(new ContextScope.Agent(metadata.id()), Inheritance.INHERIT)
                  .with(Chain.KEY, chain.names());
          return turns.take(new Turn(input, own, sink));
        });
  }

  /**
   * Ends it: no new turns, running ones are cancelled and waited for.
   *
   * @throws SpellException when a hook stops that
   */
  public void terminate() {
    if (life.beginTermination()) {
      end();
    }
  }

  /** As {@link #terminate}, but no hook can stop it. */
  void release() {
    if (life.forceTermination()) {
      end();
    }
  }

  private void end() {
    running.cancel("the agent was terminated");
    try {
      // A turn that ends its own agent can not be waited for.
      if (!Turns.isInside(this)) {
        life.awaitIdle(LAST_TURNS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    life.endTermination();
    AgentModel model = spec.model();
    Secret key = model == null ? null : model.options().apiKey();
    if (key != null) {
      key.close();
    }
  }

  void measured(long nanos, @Nullable SpellException error, ExecutionContext context) {
    vitals.measured(nanos, error == null, context);
  }

  /** How well it does: Healthy, Degraded or Unhealthy. */
  public String health() {
    return vitals.health(phase());
  }

  /** The agents that are inside it, as far as they live. */
  public List<LiveAgent> children() {
    List<LiveAgent> children = new ArrayList<>();
    spec.members().forEach(name -> platform.agents().find(name).ifPresent(children::add));
    for (String tool : spec.allowedTools()) {
      Optional<LiveAgent> wrapped = platform.agents().wrapped(tool);
      wrapped.filter(a -> !children.contains(a)).ifPresent(children::add);
    }
    return children;
  }
}
