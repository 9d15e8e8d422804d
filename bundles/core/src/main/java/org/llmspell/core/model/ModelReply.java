package org.llmspell.core.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model has answered.
 *
 * @param text the text; may be empty
 * @param toolCalls the tools that it wants to be called, in its order
 * @param usage what it has cost
 * @param finish why the answer has ended
 * @param model the model that has answered, as the vendor names it
 * @param firstToken from the request until the first piece of the answer came from the vendor; null
 *     when the answer did not come in pieces
 * @param elapsed from the request until its end, with all repetitions
 * @param extra what the provider wants to see again when this answer is part of a later request;
 *     plain values, for nobody else
 */
public record ModelReply(
    String text,
    List<ModelToolCall> toolCalls,
    TokenUsage usage,
    FinishReason finish,
    String model,
    @Nullable Duration firstToken,
    Duration elapsed,
    Map<String, @Nullable Object> extra) {

  /** Copies the collections. */
  public ModelReply(
      String text,
      List<ModelToolCall> toolCalls,
      TokenUsage usage,
      FinishReason finish,
      String model,
      @Nullable Duration firstToken,
      Duration elapsed,
      Map<String, @Nullable Object> extra) {
    this.text = text;
    this.toolCalls = List.copyOf(toolCalls);
    this.usage = usage;
    this.finish = finish;
    this.model = model;
    this.firstToken = firstToken;
    this.elapsed = elapsed;
    this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** This answer as a message of the conversation. */
  public ModelMessage.Assistant toMessage() {
    return new ModelMessage.Assistant(text, toolCalls, extra);
  }
}
