package org.llmspell.providers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.TokenUsage;

/** Makes replies. */
final class Replies {
  private Replies() {}

  /** A reply that was not timed. */
  static ModelReply of(String text, List<ModelToolCall> toolCalls, TokenUsage usage, String model) {
    return new ModelReply(
        text,
        toolCalls,
        usage,
        toolCalls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
        model,
        null,
        Duration.ZERO,
        Map.of());
  }

  /** The reply with the time since a request has begun. */
  static ModelReply timed(ModelReply reply, long start) {
    return timed(reply, reply.firstToken(), Duration.ofNanos(System.nanoTime() - start));
  }

  static ModelReply timed(ModelReply reply, @Nullable Duration firstToken, Duration elapsed) {
    return new ModelReply(
        reply.text(),
        reply.toolCalls(),
        reply.usage(),
        reply.finish(),
        reply.model(),
        firstToken,
        elapsed,
        reply.extra());
  }
}
