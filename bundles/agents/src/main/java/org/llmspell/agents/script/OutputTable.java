package org.llmspell.agents.script;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.ToolCall;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.media.MediaContent;

/** What a component has answered, as a table for a script. */
final class OutputTable {
  private OutputTable() {}

  static Map<String, @Nullable Object> of(AgentOutput output) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("text", output.text());
    table.put("output", output.text());
    table.put("success", true);
    table.put("metadata", metadata(output.metadata()));
    Object data = output.metadata().extra().get("data");
    if (data != null) {
      table.put("data", data);
      table.put("result", data);
    }
    if (output.hasMedia()) {
      table.put("media", output.media().stream().map(OutputTable::media).toList());
    }
    if (output.hasToolCalls()) {
      table.put("tool_calls", output.toolCalls().stream().map(OutputTable::call).toList());
    }
    return table;
  }

  static Map<String, @Nullable Object> of(ToolOutput output) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("text", output.text());
    table.put("output", output.text());
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(output.metadata());
    metadata.putIfAbsent("execution_time_ms", output.executionTimeMillis());
    table.put("metadata", metadata);
    if (output.data() instanceof Map<?, ?> envelope) {
      for (String key : List.of("success", "result", "message", "operation")) {
        if (envelope.get(key) != null) {
          table.put(key, envelope.get(key));
        }
      }
    }
    table.putIfAbsent("success", output.success());
    if (output.error() != null) {
      table.put("error", output.error());
      table.putIfAbsent("message", output.error());
    }
    if (!output.media().isEmpty()) {
      table.put("media", output.media().stream().map(OutputTable::media).toList());
    }
    return table;
  }

  /** A tool that exists always answers. */
  static Map<String, @Nullable Object> failure(String message) {
    Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
    envelope.put("success", false);
    envelope.put("error", message);
    envelope.put("message", message);
    Map<String, @Nullable Object> table = new LinkedHashMap<>(envelope);
    String text = ToolOutput.of(envelope).text();
    table.put("text", text);
    table.put("output", text);
    table.put("metadata", Map.of());
    return table;
  }

  private static Map<String, @Nullable Object> metadata(OutputMetadata known) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(known.extra());
    metadata.remove("data");
    metadata.put("model", known.model());
    metadata.put("token_count", known.tokenCount());
    metadata.put("execution_time_ms", known.executionTimeMillis());
    metadata.put("confidence", known.confidence());
    return metadata;
  }

  private static Map<String, @Nullable Object> call(ToolCall call) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("id", call.toolId());
    table.put("name", call.toolName());
    table.put("arguments", call.parameters());
    ToolOutput result = call.result();
    if (result != null) {
      table.put("success", result.success());
      table.put("result", result.text());
      table.put("error", result.error());
    }
    return table;
  }

  private static Map<String, @Nullable Object> media(MediaContent item) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("type", item.type().displayName());
    if (item instanceof MediaContent.Image image) {
      table.put("base64", Base64.getEncoder().encodeToString(image.data()));
      table.put("format", image.format().extensions().getFirst());
      table.put("width", (long) image.metadata().width());
      table.put("height", (long) image.metadata().height());
      table.put("color_space", image.metadata().colorSpace().displayName());
    }
    return table;
  }
}
