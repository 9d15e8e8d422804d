package org.llmspell.providers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelTool;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.ResponseFormat;
import org.llmspell.core.model.TokenUsage;

/** Requests as plain values. */
final class Requests {
  private static final int CHARS_PER_TOKEN = 4;

  private Requests() {}

  /**
   * A request for a script: {@code messages}, each with {@code role} and {@code content}, and the
   * parameters that were given.
   */
  static Map<String, @Nullable Object> plain(ModelRequest request) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("messages", request.messages().stream().map(Requests::plain).toList());
    if (request.temperature() != null) {
      plain.put("temperature", request.temperature());
    }
    if (request.maxTokens() != null) {
      plain.put("max_tokens", Long.valueOf(request.maxTokens()));
    }
    plain.put("tools", request.tools().stream().map(Requests::plain).toList());
    if (request.toolChoice() != ModelRequest.ToolChoice.AUTO) {
      plain.put("tool_choice", request.toolChoice().name().toLowerCase(Locale.ROOT));
    }
    if (!request.stop().isEmpty()) {
      plain.put("stop", request.stop());
    }
    switch (request.format()) {
      case ResponseFormat.Text _ -> {}
      case ResponseFormat.Json _ -> plain.put("format", "json");
      case ResponseFormat.JsonSchema(var name, var schema) ->
          plain.put("format", Map.of("name", name, "schema", schema));
    }
    return plain;
  }

  private static Map<String, @Nullable Object> plain(ModelTool tool) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("name", tool.name());
    plain.put("description", tool.description());
    plain.put("parameters", tool.parameters());
    return plain;
  }

  private static Map<String, @Nullable Object> plain(ModelMessage message) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("role", message.role());
    plain.put("content", message.text());
    switch (message) {
      case ModelMessage.System _ -> {}
      case ModelMessage.User user -> {
        if (!user.media().isEmpty()) {
          List<Map<String, @Nullable Object>> media = new ArrayList<>();
          user.media().forEach(item -> media.add(Media.plain(item)));
          plain.put("media", media);
        }
      }
      case ModelMessage.Assistant assistant -> {
        if (!assistant.toolCalls().isEmpty()) {
          plain.put("tool_calls", assistant.toolCalls().stream().map(Requests::plain).toList());
        }
      }
      case ModelMessage.ToolResult result -> {
        plain.put("tool_call_id", result.callId());
        plain.put("name", result.toolName());
        if (result.failed()) {
          plain.put("failed", true);
        }
      }
    }
    return plain;
  }

  static Map<String, @Nullable Object> plain(ModelToolCall call) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("id", call.id());
    plain.put("name", call.name());
    plain.put("arguments", call.arguments());
    return plain;
  }

  /** An estimate, for models that count nothing: four characters are a token. */
  static TokenUsage usage(ModelRequest request, String reply, List<ModelToolCall> calls) {
    long input = request.messages().stream().mapToLong(m -> tokens(m.text())).sum();
    long output = tokens(reply) + calls.stream().mapToLong(c -> tokens(c.arguments())).sum();
    return new TokenUsage(input, output);
  }

  private static long tokens(String text) {
    return ((long) text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }
}
