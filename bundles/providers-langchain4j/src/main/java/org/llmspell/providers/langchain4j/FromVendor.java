package org.llmspell.providers.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.TokenUsage;
import org.llmspell.json.PlainJson;

/** Answers in our form. */
final class FromVendor {
  static final String THINKING = "thinking";

  private FromVendor() {}

  static ModelReply reply(
      ChatResponse response, ModelName name, @Nullable Duration firstToken, long start) {
    AiMessage message = response.aiMessage();
    List<ModelToolCall> calls = new ArrayList<>();
    for (ToolExecutionRequest request : message.toolExecutionRequests()) {
      calls.add(
          new ModelToolCall(
              id(request, calls.size()),
              Objects.requireNonNullElse(request.name(), ""),
              arguments(request)));
    }
    return new ModelReply(
        Objects.requireNonNullElse(message.text(), ""),
        calls,
        usage(response.tokenUsage()),
        finish(response.finishReason(), !calls.isEmpty()),
        Objects.requireNonNullElse(response.modelName(), name.model()),
        firstToken,
        Duration.ofNanos(System.nanoTime() - start),
        extra(message));
  }

  /** Some vendors have no ids: the place of the call in the answer is good enough. */
  static String id(ToolExecutionRequest request, int index) {
    return request.id() == null || request.id().isEmpty() ? "call_" + index : request.id();
  }

  static String arguments(ToolExecutionRequest request) {
    String arguments = request.arguments();
    return arguments == null || arguments.isBlank() ? "{}" : arguments;
  }

  /** Vendors refuse a conversation in which a model wrote invalid arguments: they get none. */
  static String valid(String arguments) {
    try {
      return PlainJson.parse(arguments, "arguments", IllegalArgumentException::new)
              instanceof Map<?, ?>
          ? arguments
          : "{}";
    } catch (IllegalArgumentException e) {
      return "{}";
    }
  }

  private static TokenUsage usage(dev.langchain4j.model.output.@Nullable TokenUsage usage) {
    return usage == null
        ? TokenUsage.UNKNOWN
        : new TokenUsage(whole(usage.inputTokenCount()), whole(usage.outputTokenCount()));
  }

  private static @Nullable Long whole(@Nullable Integer number) {
    return number == null ? null : Long.valueOf(number);
  }

  private static FinishReason finish(
      dev.langchain4j.model.output.@Nullable FinishReason reason, boolean calls) {
    if (reason == null) {
      return calls ? FinishReason.TOOL_CALLS : FinishReason.OTHER;
    }
    return switch (reason) {
      case STOP -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case LENGTH -> FinishReason.LENGTH;
      case TOOL_EXECUTION -> FinishReason.TOOL_CALLS;
      case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
      case OTHER -> FinishReason.OTHER;
    };
  }

  private static Map<String, @Nullable Object> extra(AiMessage message) {
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    message
        .attributes()
        .forEach((key, value) -> {
          if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            extra.put(key, value);
          }
        });
    if (message.thinking() != null) {
      extra.put(THINKING, message.thinking());
    }
    return extra;
  }
}
