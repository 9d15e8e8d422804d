package org.llmspell.agents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.life.Metrics;
import org.llmspell.agents.life.Price;
import org.llmspell.core.ToolCall;
import org.llmspell.core.agent.AgentLimits;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.TokenUsage;
import org.llmspell.core.runtime.ToolInvoker;

/**
 * The loop of one turn: asks the model, makes the calls that it wants, gives it the results, and so
 * on until it answers. For one turn, and one thread.
 */
public final class ToolLoop {

  /**
   * What a turn works with.
   *
   * @param agent the name of the agent, for messages
   * @param handle the model
   * @param choice how the model is to be asked
   * @param price what it costs; null when that is not known
   */
  public record Setup(
      String agent,
      LanguageModel handle,
      AgentModel choice,
      AgentLimits limits,
      Toolbox tools,
      ToolInvoker invoker,
      Metrics metrics,
      @Nullable Price price) {}

  /**
   * How a turn has ended.
   *
   * @param said what was said after the question, to be kept
   * @param data the answer as a value, when it had to follow a schema
   * @param rounds how often the model was asked
   * @param handOff whom the conversation goes to; null when it stays
   */
  public record Outcome(
      String text,
      List<ModelMessage> said,
      List<ToolCall> calls,
      TokenUsage usage,
      String model,
      FinishReason finish,
      @Nullable Object data,
      int rounds,
      @Nullable ComponentId handOff) {

    /** What tools have given besides text. */
    public List<MediaContent> media() {
      return calls.stream()
          .flatMap(call -> {
            var result = call.result();
            return result == null ? Stream.<MediaContent>empty() : result.media().stream();
          })
          .toList();
    }
  }

  private final Setup setup;
  private final ExecutionContext context;
  private final Sink sink;
  private final LoopGuard guard;
  private final ToolRunner runner;
  private final List<ModelMessage> messages;
  private final @Nullable StructuredAnswer structure;
  private final int before;
  private final List<ToolCall> calls = new ArrayList<>();
  private TokenUsage usage = TokenUsage.UNKNOWN;
  private int rounds;

  /**
   * A turn.
   *
   * @param messages all that the model is told, the question last
   * @param schema what the answer has to follow; null for any text
   */
  public ToolLoop(
      Setup setup,
      List<ModelMessage> messages,
      @Nullable Map<String, @Nullable Object> schema,
      ExecutionContext context,
      Sink sink) {
    this.setup = setup;
    this.context = context;
    this.sink = sink;
    this.structure = schema == null ? null : new StructuredAnswer(schema);
    this.messages = new ArrayList<>(messages);
    if (structure != null) {
      instruct(structure.instruction());
    }
    this.before = this.messages.size();
    this.guard = new LoopGuard(setup.agent(), setup.limits());
    this.runner = new ToolRunner(setup.invoker(), setup.tools());
  }

  private void instruct(String text) {
    if (!messages.isEmpty() && messages.getFirst() instanceof ModelMessage.System(String prompt)) {
      messages.set(0, new ModelMessage.System(prompt + "\n\n" + text));
    } else {
      messages.addFirst(new ModelMessage.System(text));
    }
  }

  /**
   * Runs to the answer.
   *
   * @param repairs how often the model may mend an answer that does not follow the schema
   * @throws SpellException of kind ResourceLimit when a guard ends it, Provider when the model
   *     gives nothing, Validation when its answer does not follow the schema, or what the model
   *     throws
   * @throws java.util.concurrent.CancellationException when the context was cancelled
   */
  public Outcome run(int repairs) {
    boolean again = true;
    int left = repairs;
    while (true) {
      ModelReply reply = ask();
      if (!reply.toolCalls().isEmpty()) {
        ComponentId handOff = call(reply);
        if (handOff != null) {
          return outcome(reply, null, handOff);
        }
        continue;
      }
      if (reply.text().isBlank()) {
        if (!again) {
          throw empty(reply);
        }
        again = false; // once more may help with a model that rolls dice
        continue;
      }
      if (structure == null) {
        return finished(reply, null);
      }
      StructuredAnswer.Read read = structure.read(reply.text());
      if (read.problems().isEmpty()) {
        return finished(reply, read.value());
      }
      if (left-- == 0) {
        throw SpellException.validation(
            "output_schema",
            "The answer of agent '%s' does not follow its schema: %s"
                .formatted(setup.agent(), String.join("; ", read.problems())));
      }
      String complaint = structure.complaint(read.problems());
      sink.restart(complaint);
      messages.add(reply.toMessage());
      messages.add(new ModelMessage.User(complaint));
    }
  }

  /** A structured answer is kept without the attempts before it. */
  private Outcome finished(ModelReply reply, @Nullable Object data) {
    messages.add(reply.toMessage());
    return outcome(reply, data, null);
  }

  private Outcome outcome(ModelReply reply, @Nullable Object data, @Nullable ComponentId handOff) {
    return new Outcome(
        reply.text(),
        List.copyOf(messages.subList(before, messages.size())),
        List.copyOf(calls),
        usage,
        reply.model(),
        reply.finish(),
        data,
        rounds,
        handOff);
  }

  private SpellException empty(ModelReply reply) {
    return new SpellException(
        new ErrorKind.Provider(setup.choice().name().provider()),
        "Model '%s' gave agent '%s' an empty answer twice (it ended with: %s)"
            .formatted(setup.choice().name(), setup.agent(), reply.finish()));
  }

  private ModelReply ask() {
    context.cancellation().check();
    guard.asking(usage);
    ModelRequest request = request();
    ModelReply reply =
        sink.streams() ? streamed(request) : setup.handle().generate(request, context);
    rounds++;
    usage = usage.plus(reply.usage());
    setup.metrics().answered(reply.usage(), setup.price());
    guard.keeping(Conversation.chars(reply.toMessage()));
    return reply;
  }

  private ModelRequest request() {
    var request = ModelRequest.builder().messages(messages).tools(setup.tools().tools());
    Double temperature = setup.choice().temperature();
    if (temperature != null) {
      request.temperature(temperature);
    }
    Integer maxTokens = setup.choice().maxTokens();
    if (maxTokens != null) {
      request.maxTokens(maxTokens);
    }
    if (structure != null && setup.handle().capabilities().json()) {
      request.format(structure.format());
    }
    return request.build();
  }

  private ModelReply streamed(ModelRequest request) {
    try (ModelStream stream = setup.handle().stream(request, context)) {
      while (stream.hasNext()) {
        switch (stream.next()) {
          case ModelChunk.Text(String piece) -> sink.text(piece);
          case ModelChunk.ToolCallDelta delta ->
              sink.toolProgress(delta.id(), delta.name(), delta.arguments());
          case ModelChunk.Done(ModelReply reply) -> {
            return reply;
          }
        }
      }
    }
    throw new SpellException(
        new ErrorKind.Provider(setup.choice().name().provider()),
        "Model '%s' has broken off its answer to agent '%s': try again"
            .formatted(setup.choice().name(), setup.agent()));
  }

  /** Makes the calls; gives whom the conversation goes to, if anybody. */
  private @Nullable ComponentId call(ModelReply reply) {
    guard.calling(reply.toolCalls());
    List<ToolRunner.Result> results = runner.run(reply.toolCalls(), context, sink);
    messages.add(reply.toMessage());
    ComponentId handOff = null;
    for (ToolRunner.Result result : results) {
      guard.keeping(Conversation.chars(result.message()));
      setup.metrics().toolCalled(!result.failed());
      messages.add(result.message());
      calls.add(result.call());
      handOff = handOff == null ? result.handOff() : handOff;
    }
    return handOff;
  }
}
