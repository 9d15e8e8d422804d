package org.llmspell.providers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.TokenUsage;
import org.llmspell.json.PlainJson;

/**
 * One request and its answer, a line of a recording: a JSON object with {@code request}, {@code
 * reply} and, when the answer came in pieces, {@code chunks}.
 *
 * @param request the request as {@link #key} writes it
 * @param reply the answer; it is not timed
 * @param chunks the pieces of its text
 */
record Recording(String request, ModelReply reply, List<String> chunks) {

  Recording {
    chunks = List.copyOf(chunks);
  }

  /** A request as text; equal for equal requests, whatever the order of keys in them. */
  static String key(ModelRequest request, Redaction redaction) {
    return PlainJson.compact(sorted(redaction.clean(Requests.plain(request))));
  }

  /** Takes secrets out. */
  @FunctionalInterface
  interface Redaction {
    /** The values without secrets. */
    Map<String, @Nullable Object> clean(Map<String, @Nullable Object> values);
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, inner) -> sorted.put(String.valueOf(key), sorted(inner)));
        yield sorted;
      }
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(sorted(item)));
        yield items;
      }
      case null, default -> value;
    };
  }

  /** The line, without a line end. */
  String line(Redaction redaction) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("text", reply.text());
    plain.put("tool_calls", reply.toolCalls().stream().map(Requests::plain).toList());
    plain.put("input_tokens", reply.usage().input());
    plain.put("output_tokens", reply.usage().output());
    plain.put("finish", reply.finish().name().toLowerCase(Locale.ROOT));
    plain.put("model", reply.model());
    plain.put("extra", reply.extra());
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("reply", redaction.clean(plain));
    if (!chunks.isEmpty()) {
      all.put("chunks", chunks);
      all = new LinkedHashMap<>(redaction.clean(all));
    }
    String rest = PlainJson.compact(all);
    return "{\"request\":" + request + "," + rest.substring(1);
  }

  /**
   * Reads a line.
   *
   * @param origin where it is, for messages
   * @throws SpellException of kind Configuration when it is none
   */
  static Recording parse(String line, String origin) {
    Object value =
        PlainJson.parse(line, origin, message -> SpellException.configuration(message, null));
    if (!(value instanceof Map<?, ?> all)
        || !(all.get("request") instanceof Map<?, ?> request)
        || !(all.get("reply") instanceof Map<?, ?> reply)) {
      throw SpellException.configuration(
          "%s is no recording: it needs 'request' and 'reply'".formatted(origin), null);
    }
    List<String> chunks =
        all.get("chunks") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    return new Recording(PlainJson.compact(sorted(request)), reply(reply, origin), chunks);
  }

  private static ModelReply reply(Map<?, ?> plain, String origin) {
    List<ModelToolCall> calls = new ArrayList<>();
    if (plain.get("tool_calls") instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> call) {
          calls.add(
              new ModelToolCall(text(call, "id"), text(call, "name"), text(call, "arguments")));
        }
      }
    }
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    if (plain.get("extra") instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> extra.put(String.valueOf(key), inner));
    }
    return new ModelReply(
        text(plain, "text"),
        calls,
        new TokenUsage(whole(plain, "input_tokens"), whole(plain, "output_tokens")),
        finish(text(plain, "finish"), origin),
        text(plain, "model"),
        null,
        Duration.ZERO,
        extra);
  }

  private static FinishReason finish(String text, String origin) {
    try {
      return text.isEmpty()
          ? FinishReason.STOP
          : FinishReason.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw SpellException.configuration("%s: finish is '%s'".formatted(origin, text), e);
    }
  }

  private static String text(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : "";
  }

  private static @Nullable Long whole(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : null;
  }
}
