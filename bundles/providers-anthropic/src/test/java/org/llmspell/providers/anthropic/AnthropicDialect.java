package org.llmspell.providers.anthropic;

import static org.llmspell.providers.contract.Dialect.event;
import static org.llmspell.providers.contract.Dialect.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.llmspell.providers.contract.Dialect;

/** Messages as Anthropic writes them. */
final class AnthropicDialect implements Dialect {

  private static String message(String content, String stop) {
    return """
    {"id":"m1","type":"message","role":"assistant","model":"model-1","content":[%s],
     "stop_reason":"%s","stop_sequence":null,"usage":{"input_tokens":12,"output_tokens":5}}
    """
        .formatted(content, stop);
  }

  @Override
  public String text(String text) {
    return message("{\"type\":\"text\",\"text\":%s}".formatted(quoted(text)), "end_turn");
  }

  @Override
  public String tools(List<Call> calls) {
    List<String> all =
        calls.stream()
            .map(call ->
                "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":%s}"
                    .formatted(call.id(), call.name(), call.arguments()))
            .toList();
    return message(String.join(",", all), "tool_use");
  }

  private static String start() {
    return event(
        "message_start",
        "{\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"model-1\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":12,\"output_tokens\":1}}}");
  }

  private static String blockStart(int index, String block) {
    return event(
        "content_block_start",
        "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
            .formatted(index, block));
  }

  private static String delta(int index, String delta) {
    return event(
        "content_block_delta",
        "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}".formatted(index, delta));
  }

  private static String blockStop(int index) {
    return event(
        "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index));
  }

  private static String end(String stop) {
    return event(
            "message_delta",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":5}}"
                .formatted(stop))
        + event("message_stop", "{\"type\":\"message_stop\"}");
  }

  @Override
  public List<String> textPieces(List<String> pieces) {
    List<String> all = new ArrayList<>();
    for (String piece : pieces) {
      String before =
          all.isEmpty() ? start() + blockStart(0, "{\"type\":\"text\",\"text\":\"\"}") : "";
      all.add(before + delta(0, "{\"type\":\"text_delta\",\"text\":%s}".formatted(quoted(piece))));
    }
    all.add(blockStop(0) + end("end_turn"));
    return all;
  }

  @Override
  public List<String> toolPieces(List<Call> calls) {
    List<String> all = new ArrayList<>(List.of(start()));
    int index = 0;
    for (Call call : calls) {
      all.add(
          blockStart(
              index,
              "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":{}}"
                  .formatted(call.id(), call.name())));
      String arguments = call.arguments();
      for (String part : List.of(arguments.substring(0, 5), arguments.substring(5))) {
        all.add(
            delta(
                index,
                "{\"type\":\"input_json_delta\",\"partial_json\":%s}".formatted(quoted(part))));
      }
      all.add(blockStop(index++));
    }
    all.add(end("tool_use"));
    return all;
  }

  @Override
  public String error(String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\"some_error\",\"message\":%s}}"
        .formatted(quoted(message));
  }

  @Override
  public Map.Entry<String, String> keyHeader() {
    return Map.entry("x-api-key", "");
  }

  @Override
  public List<String> jsonMarks() {
    return List.of("one JSON object");
  }
}
