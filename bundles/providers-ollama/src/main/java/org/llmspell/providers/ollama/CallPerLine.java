package org.llmspell.providers.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gives each tool call of an answer in pieces a line and a number of its own: the client takes
 * calls without a number for the same one, and servers send several in one line.
 */
final class CallPerLine implements UnaryOperator<String> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CALLS = "tool_calls";

  private int count;

  @Override
  public String apply(String line) {
    if (!line.contains(CALLS)) {
      return line;
    }
    try {
      return JSON.readTree(line) instanceof ObjectNode all
              && all.get("message") instanceof ObjectNode message
              && message.get(CALLS) instanceof ArrayNode calls
              && !calls.isEmpty()
          ? apart(all, message, calls)
          : line;
    } catch (JsonProcessingException e) {
      return line; // the client says what is wrong with it
    }
  }

  private String apart(ObjectNode all, ObjectNode message, ArrayNode calls) {
    JsonNode done = all.path("done");
    List<String> lines = new ArrayList<>();
    for (JsonNode call : calls) {
      if (call.get("function") instanceof ObjectNode function) {
        function.put("index", count++);
      }
      boolean last = lines.size() == calls.size() - 1;
      message.set(CALLS, JSON.createArrayNode().add(call));
      all.put("done", last && done.asBoolean());
      lines.add(all.toString());
      message.put("content", "");
    }
    return String.join("\n", lines);
  }
}
