package org.llmspell.agents.loop;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ResponseFormat;
import org.llmspell.json.PlainJson;

/** An answer that has to be JSON and to follow a schema. Immutable. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class StructuredAnswer {
  private final Map<String, @Nullable Object> schema;

  StructuredAnswer(Map<String, @Nullable Object> schema) {
    this.schema = schema;
  }

  /** An answer that was read: a value, or what is wrong with it. */
  record Read(@Nullable Object value, List<String> problems) {}

  /** What the vendor is told. */
  ResponseFormat format() {
    return new ResponseFormat.JsonSchema("answer", schema);
  }

  /** What the model is told at the end of the system prompt. */
  String instruction() {
    return "Answer with one JSON value and nothing else. It must follow this JSON Schema: "
        + PlainJson.compact(schema);
  }

  /** What the model is told about an answer that does not do. */
  String complaint(List<String> problems) {
    return "Your answer does not follow the schema: %s. Answer again, with the corrected JSON and nothing else."
        .formatted(String.join("; ", problems));
  }

  Read read(String text) {
    Object value;
    try {
      value =
          PlainJson.parse(
              bare(text), "the answer", message -> SpellException.validation("answer", message));
    } catch (SpellException e) {
      return new Read(null, List.of(e.message()));
    }
    return new Read(value, Schema.problems(schema, value));
  }

  /** Without a fence of Markdown around it. */
  private static String bare(String text) {
    String bare = text.strip();
    if (bare.startsWith("```") && bare.endsWith("```") && bare.length() >= 6) {
      int line = bare.indexOf('\n');
      bare = bare.substring(line < 0 ? 3 : line + 1, bare.length() - 3).strip();
    }
    return bare;
  }
}
