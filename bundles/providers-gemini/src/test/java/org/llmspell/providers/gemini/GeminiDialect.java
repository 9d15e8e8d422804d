package org.llmspell.providers.gemini;

import static org.llmspell.providers.contract.Dialect.event;
import static org.llmspell.providers.contract.Dialect.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.llmspell.providers.contract.Dialect;

/** Contents as Gemini writes them. */
final class GeminiDialect implements Dialect {
  private static final String USAGE =
      "\"usageMetadata\":{\"promptTokenCount\":12,\"candidatesTokenCount\":5,\"totalTokenCount\":17},\"modelVersion\":\"model-1\"";

  private static String candidate(String parts, boolean last) {
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]}%s,\"index\":0}],%s}"
        .formatted(parts, last ? ",\"finishReason\":\"STOP\"" : "", USAGE);
  }

  private static String part(String text) {
    return "{\"text\":%s}".formatted(quoted(text));
  }

  private static String calls(List<Call> calls) {
    return String.join(
        ",",
        calls.stream()
            .map(call ->
                "{\"functionCall\":{\"name\":\"%s\",\"args\":%s}}"
                    .formatted(call.name(), call.arguments()))
            .toList());
  }

  @Override
  public String text(String text) {
    return candidate(part(text), true);
  }

  @Override
  public String tools(List<Call> calls) {
    return candidate(calls(calls), true);
  }

  @Override
  public List<String> textPieces(List<String> pieces) {
    List<String> all = new ArrayList<>();
    pieces.forEach(piece -> all.add(event(candidate(part(piece), false))));
    all.add(event(candidate(part(""), true)));
    return all;
  }

  @Override
  public List<String> toolPieces(List<Call> calls) {
    List<String> all = new ArrayList<>();
    calls.forEach(call -> all.add(event(candidate(calls(List.of(call)), false))));
    all.add(event(candidate(part(""), true)));
    return all;
  }

  @Override
  public String error(String message) {
    return "{\"error\":{\"code\":400,\"message\":%s,\"status\":\"SOME_ERROR\"}}"
        .formatted(quoted(message));
  }

  @Override
  public Map.Entry<String, String> keyHeader() {
    return Map.entry("x-goog-api-key", "");
  }

  @Override
  public List<String> jsonMarks() {
    return List.of("application/json");
  }

  @Override
  public boolean hasIds() {
    return false;
  }
}
