package org.llmspell.providers.mistral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gathers the tool calls of an answer in pieces and puts them into the piece that ends it: the
 * client keeps only those of the last piece that has any.
 */
final class CallsAtTheEnd implements UnaryOperator<String> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DATA = "data:";
  private static final String CALLS = "tool_calls";
  private static final String FUNCTION = "function";
  private static final String ARGUMENTS = "arguments";

  private final List<ObjectNode> gathered = new ArrayList<>();

  @Override
  public String apply(String line) {
    if (!line.startsWith(DATA) || gathered.isEmpty() && !line.contains(CALLS)) {
      return line;
    }
    try {
      return JSON.readTree(line.substring(DATA.length())) instanceof ObjectNode piece
              && piece.path("choices").path(0) instanceof ObjectNode choice
              && choice.get("delta") instanceof ObjectNode delta
          ? DATA + " " + gathered(piece, choice, delta)
          : line;
    } catch (JsonProcessingException e) {
      return line; // the end of all data, or the client says what is wrong with it
    }
  }

  private ObjectNode gathered(ObjectNode piece, ObjectNode choice, ObjectNode delta) {
    if (delta.remove(CALLS) instanceof ArrayNode calls) {
      for (JsonNode call : calls) {
        if (call instanceof ObjectNode one) {
          gather(one);
        }
      }
    }
    if (choice.path("finish_reason").isTextual() && !gathered.isEmpty()) {
      delta.set(CALLS, JSON.createArrayNode().addAll(gathered));
      gathered.clear();
    }
    return piece;
  }

  /** The rest of a call that has begun, or another one. */
  private void gather(ObjectNode call) {
    for (ObjectNode begun : gathered) {
      if (isRest(call, begun)) {
        append(call.path(FUNCTION), begun.withObject("/" + FUNCTION));
        return;
      }
    }
    gathered.add(call);
  }

  private static boolean isRest(ObjectNode call, ObjectNode begun) {
    boolean samePlace = call.has("index") && call.get("index").equals(begun.get("index"));
    return id(call).isEmpty() ? samePlace : samePlace && id(call).equals(id(begun));
  }

  /** Some pieces have the text {@code null} in place of an id. */
  private static String id(ObjectNode call) {
    String id = call.path("id").asText("");
    return id.equals("null") ? "" : id;
  }

  private static void append(JsonNode rest, ObjectNode function) {
    if (!rest.path("name").asText("").isEmpty() && function.path("name").asText("").isEmpty()) {
      function.set("name", rest.get("name"));
    }
    function.put(ARGUMENTS, function.path(ARGUMENTS).asText("") + rest.path(ARGUMENTS).asText(""));
  }
}
