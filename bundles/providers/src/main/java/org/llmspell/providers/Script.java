package org.llmspell.providers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.ModelToolCall;

/** A scripted model: its rules and what it was asked. Safe to share between threads. */
final class Script implements LanguageModel {
  static final ModelCapabilities CAPABILITIES =
      new ModelCapabilities(true, true, true, true, null, null);

  private static final int MAX_CALLS = 10_000;
  private static final int SHOWN = 200;

  private final ModelName name;
  private final List<Rule> rules;
  private final BiPredicate<String, String> matcher;
  private final Deque<Map<String, @Nullable Object>> calls = new ArrayDeque<>();
  private final AtomicLong ids = new AtomicLong();

  /**
   * A model.
   *
   * @param matcher whether a text has in it what a pattern describes
   */
  Script(ModelName name, List<Rule> rules, BiPredicate<String, String> matcher) {
    this.name = name;
    this.rules = List.copyOf(rules);
    this.matcher = matcher;
  }

  /** What was asked, oldest first; the newest 10,000. */
  List<Map<String, @Nullable Object>> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  @Override
  public ModelCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    return reply(answering(request, context), request);
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    Rule rule = answering(request, context);
    ModelReply reply = reply(rule, request);
    List<ModelChunk> pieces = new ArrayList<>();
    List<String> texts = rule.chunks().isEmpty() ? List.of(reply.text()) : rule.chunks();
    texts.stream().filter(text -> !text.isEmpty()).map(ModelChunk.Text::new).forEach(pieces::add);
    int index = 0;
    for (ModelToolCall call : reply.toolCalls()) {
      pieces.add(new ModelChunk.ToolCallDelta(index++, call.id(), call.name(), call.arguments()));
    }
    pieces.add(new ModelChunk.Done(reply));
    return new ListStream(pieces);
  }

  /** The rule that answers, after its delay. */
  private Rule answering(ModelRequest request, ExecutionContext context) {
    remember(request);
    String last = lastMessage(request);
    Rule rule =
        rules.stream()
            .filter(candidate -> candidate.fits(last, matcher))
            .findFirst()
            .orElseThrow(() ->
                failure(
                    "No rule of %s fits '%s': add a rule without 'match' to answer everything"
                        .formatted(
                            name,
                            last.length() > SHOWN ? last.substring(0, SHOWN) + "..." : last)));
    Calls.pause(rule.delay(), context, name);
    Optional<String> error = rule.error();
    if (error.isPresent()) {
      throw failure(error.get());
    }
    return rule;
  }

  private SpellException failure(String message) {
    return new SpellException(new ErrorKind.Provider(name.provider()), message);
  }

  private void remember(ModelRequest request) {
    synchronized (calls) {
      calls.addLast(Requests.plain(request));
      if (calls.size() > MAX_CALLS) {
        calls.removeFirst();
      }
    }
  }

  private static String lastMessage(ModelRequest request) {
    return request.messages().reversed().stream()
        .filter(m -> m instanceof ModelMessage.User || m instanceof ModelMessage.ToolResult)
        .findFirst()
        .map(ModelMessage::text)
        .orElse("");
  }

  private ModelReply reply(Rule rule, ModelRequest request) {
    List<ModelToolCall> toolCalls =
        rule.toolCalls().stream()
            .map(call ->
                call.id().isEmpty()
                    ? new ModelToolCall(
                        "call_" + ids.incrementAndGet(), call.name(), call.arguments())
                    : call)
            .toList();
    return Replies.of(
        rule.reply(), toolCalls, Requests.usage(request, rule.reply(), toolCalls), name.model());
  }
}
