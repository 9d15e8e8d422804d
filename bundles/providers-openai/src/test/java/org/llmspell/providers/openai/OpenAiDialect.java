package org.llmspell.providers.openai;

import static org.llmspell.providers.contract.Dialect.event;
import static org.llmspell.providers.contract.Dialect.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.llmspell.providers.contract.Dialect;

/** Chat completions as OpenAI writes them. */
final class OpenAiDialect implements Dialect {
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":5,\"total_tokens\":17}";

  private static String completion(String message, String finish) {
    return """
    {"id":"c1","object":"chat.completion","created":1700000000,"model":"model-1",
     "choices":[{"index":0,"message":{"role":"assistant",%s},"finish_reason":"%s"}],%s}
    """
        .formatted(message, finish, USAGE);
  }

  private static String chunk(String delta, String finish) {
    return event(
        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"model-1\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}"
            .formatted(delta, finish));
  }

  private static String call(Call call, int index) {
    return "{\"index\":%d,\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}"
        .formatted(index, call.id(), call.name(), quoted(call.arguments()));
  }

  @Override
  public String text(String text) {
    return completion("\"content\":" + quoted(text), "stop");
  }

  @Override
  public String tools(List<Call> calls) {
    List<String> all = new ArrayList<>();
    calls.forEach(call -> all.add(call(call, all.size())));
    return completion(
        "\"content\":null,\"tool_calls\":[" + String.join(",", all) + "]", "tool_calls");
  }

  @Override
  public List<String> textPieces(List<String> pieces) {
    List<String> chunks = new ArrayList<>();
    for (String piece : pieces) {
      chunks.add(chunk("\"role\":\"assistant\",\"content\":" + quoted(piece), "null"));
    }
    chunks.add(chunk("", "\"stop\"") + end());
    return chunks;
  }

  private static String end() {
    return event("{\"id\":\"c1\",\"model\":\"model-1\",\"choices\":[]," + USAGE + "}")
        + event("[DONE]");
  }

  @Override
  public List<String> toolPieces(List<Call> calls) {
    List<String> chunks = new ArrayList<>();
    int index = 0;
    for (Call call : calls) {
      String arguments = call.arguments();
      chunks.add(
          chunk(
              "\"tool_calls\":[" + call(new Call(call.id(), call.name(), ""), index) + "]",
              "null"));
      for (String part : List.of(arguments.substring(0, 5), arguments.substring(5))) {
        chunks.add(
            chunk(
                "\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]"
                    .formatted(index, quoted(part)),
                "null"));
      }
      index++;
    }
    chunks.add(chunk("", "\"tool_calls\"") + end());
    return chunks;
  }

  @Override
  public String error(String message) {
    return "{\"error\":{\"message\":%s,\"type\":\"some_error\",\"code\":null}}"
        .formatted(quoted(message));
  }

  @Override
  public Map.Entry<String, String> keyHeader() {
    return Map.entry("Authorization", "Bearer ");
  }

  @Override
  public List<String> jsonMarks() {
    return List.of("response_format", "json_object");
  }
}
