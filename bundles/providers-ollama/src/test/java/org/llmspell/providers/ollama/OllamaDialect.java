package org.llmspell.providers.ollama;

import static org.llmspell.providers.contract.Dialect.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.llmspell.providers.contract.Dialect;

/** Chat as Ollama writes it: lines of JSON. */
final class OllamaDialect implements Dialect {

  private static String line(String message, boolean done) {
    return "{\"model\":\"model-1\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",%s},\"done\":%s}\n"
        .formatted(
            message,
            done
                ? "true,\"done_reason\":\"stop\",\"prompt_eval_count\":12,\"eval_count\":5"
                : "false");
  }

  private static String calls(List<Call> calls) {
    List<String> all = new ArrayList<>();
    calls.forEach(call -> all.add(call(call, all.size())));
    return String.join(",", all);
  }

  private static String call(Call call, int index) {
    return "{\"function\":{\"index\":%d,\"name\":\"%s\",\"arguments\":%s}}"
        .formatted(index, call.name(), call.arguments());
  }

  @Override
  public String text(String text) {
    return line("\"content\":" + quoted(text), true);
  }

  @Override
  public String tools(List<Call> calls) {
    return line("\"content\":\"\",\"tool_calls\":[" + calls(calls) + "]", true);
  }

  @Override
  public List<String> textPieces(List<String> pieces) {
    List<String> all = new ArrayList<>();
    pieces.forEach(piece -> all.add(line("\"content\":" + quoted(piece), false)));
    all.add(line("\"content\":\"\"", true));
    return all;
  }

  @Override
  public List<String> toolPieces(List<Call> calls) {
    List<String> all = new ArrayList<>();
    calls.forEach(call ->
        all.add(line("\"content\":\"\",\"tool_calls\":[" + call(call, all.size()) + "]", false)));
    all.add(line("\"content\":\"\"", true));
    return all;
  }

  @Override
  public String error(String message) {
    return "{\"error\":%s}".formatted(quoted(message));
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public Map.Entry<String, String> keyHeader() {
    return Map.entry("Authorization", "Bearer ");
  }

  @Override
  public List<String> jsonMarks() {
    return List.of("\"format\"", "json");
  }

  @Override
  public boolean hasIds() {
    return false;
  }
}
