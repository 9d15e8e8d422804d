package org.llmspell.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.life.Metrics;
import org.llmspell.agents.life.Price;
import org.llmspell.agents.life.Prices;
import org.llmspell.agents.loop.Conversation;
import org.llmspell.agents.loop.ToolLoop;
import org.llmspell.agents.loop.Toolbox;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.TokenUsage;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.json.PlainJson;

/** Asks a language model, which may call tools. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class ModelMind implements Mind {
  static final String SCHEMA = "output_schema";

  private static final long VIEW_CHARS = 16L << 20;

  /** About so many characters make a token. */
  private static final int CHARS_PER_TOKEN = 4;

  private final AgentSpec spec;
  private final AgentModel model;
  private final Conversation conversation;
  private final Surroundings surroundings;
  private final Toolbox tools;
  private final ToolInvoker invoker;
  private final Metrics metrics;
  private volatile @Nullable Handle handle;

  /** A model, and the registry that has given it. */
  private record Handle(ModelRegistry from, LanguageModel model) {}

  ModelMind(
      AgentSpec spec,
      Conversation conversation,
      Surroundings surroundings,
      Toolbox tools,
      ToolInvoker invoker,
      Metrics metrics) {
    this.spec = spec;
    this.model = Objects.requireNonNull(spec.model());
    this.conversation = conversation;
    this.surroundings = surroundings;
    this.tools = tools;
    this.invoker = invoker;
    this.metrics = metrics;
  }

  @Override
  public AgentOutput think(Turn turn) {
    LanguageModel language = handle();
    Price price = Prices.of(surroundings.settings(), model.name());
    var question = new ModelMessage.User(question(turn.input()), turn.input().media());
    List<ModelMessage> messages = new ArrayList<>();
    messages.add(new ModelMessage.System(systemPrompt()));
    messages.addAll(conversation.view(viewChars(language, question)));
    messages.add(question);
    var setup =
        new ToolLoop.Setup(
            spec.name(), language, model, spec.limits(), tools, invoker, metrics, price);
    var loop = new ToolLoop(setup, messages, schema(turn.input()), turn.context(), turn.sink());
    ToolLoop.Outcome outcome = loop.run(spec.repairRounds());
    keep(question, outcome);
    return output(outcome, price);
  }

  private LanguageModel handle() {
    ModelRegistry registry = surroundings.models();
    Handle known = handle;
    if (known == null || known.from() != registry) {
      known = new Handle(registry, registry.model(model.name().toString(), model.options()));
      handle = known;
    }
    return known.model();
  }

  /** Long conversations are cut to what the model can take, as far as that is known. */
  private long viewChars(LanguageModel language, ModelMessage.User question) {
    long chars = conversation.chars() + question.text().length();
    if (chars < VIEW_CHARS / 1_024) {
      return VIEW_CHARS;
    }
    Integer window = language.capabilities().maxContextTokens();
    if (window == null) {
      return VIEW_CHARS;
    }
    Integer answer = model.maxTokens();
    long tokens = window.longValue() - (answer == null ? 0 : answer);
    return Math.max(
        0, tokens * CHARS_PER_TOKEN - question.text().length() - systemPrompt().length());
  }

  private String systemPrompt() {
    String prompt = spec.systemPrompt();
    return prompt != null
        ? prompt
        : "You are %s, an AI assistant. %s".formatted(spec.name(), spec.description()).strip();
  }

  /** A caller that has only parameters, such as a workflow, asks with these. */
  private static String question(AgentInput input) {
    if (!input.text().isBlank() || input.parameters().isEmpty()) {
      return input.text();
    }
    return PlainJson.compact(input.parameters());
  }

  @SuppressWarnings("unchecked") // plain values have text keys
  private @Nullable Map<String, @Nullable Object> schema(AgentInput input) {
    return input.parameters().get(SCHEMA) instanceof Map<?, ?> asked
        ? (Map<String, @Nullable Object>) asked
        : spec.outputSchema();
  }

  private void keep(ModelMessage question, ToolLoop.Outcome outcome) {
    List<ModelMessage> turn = new ArrayList<>();
    turn.add(question);
    turn.addAll(outcome.said());
    conversation.append(turn);
  }

  private AgentOutput output(ToolLoop.Outcome outcome, @Nullable Price price) {
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    extra.put("provider", model.name().provider());
    extra.put("finish_reason", outcome.finish().name().toLowerCase(Locale.ROOT));
    extra.put("model_calls", (long) outcome.rounds());
    extra.put("tool_calls", (long) outcome.calls().size());
    TokenUsage usage = outcome.usage();
    boolean counted = usage.input() != null || usage.output() != null;
    if (counted) {
      Map<String, @Nullable Object> tokens = new LinkedHashMap<>();
      tokens.put("input", usage.input());
      tokens.put("output", usage.output());
      extra.put("usage", tokens);
      if (price != null) {
        extra.put("cost", price.of(usage));
      }
    }
    if (outcome.data() != null) {
      extra.put("data", outcome.data());
    }
    var metadata =
        new OutputMetadata(
            outcome.model(),
            counted ? Math.toIntExact(Math.min(usage.total(), Integer.MAX_VALUE)) : null,
            null,
            null,
            extra);
    AgentOutput output =
        AgentOutput.text(outcome.text())
            .withMedia(outcome.media())
            .withToolCalls(outcome.calls())
            .withMetadata(metadata);
    return outcome.handOff() == null ? output : output.transferredTo(outcome.handOff());
  }
}
