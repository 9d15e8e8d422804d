package org.llmspell.scripting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Reads and writes plain values as JSON. Safe to share between threads. */
final class PlainJson {
  private static final int MAX_DEPTH = 128;

  private final ObjectMapper mapper =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /**
   * The value of a JSON text.
   *
   * @throws SpellException of kind Validation with line and column
   */
  @Nullable Object parse(String text) {
    try {
      return mapper.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      throw SpellException.validation(
          "json",
          "JSON parse error: %s%s"
              .formatted(
                  reason(e),
                  where == null
                      ? ""
                      : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr())));
    }
  }

  /** The library's words, but for those that only its users understand. */
  private static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("no JSON");
    if (message.startsWith("Trailing token")) {
      return "there is more text behind the value";
    }
    return message.startsWith("No content")
        ? "the text is empty"
        : message.replaceAll(" \\((?:for|bound|of) [^)]*\\)", "").replaceAll("`[^`]*`", "");
  }

  /**
   * The JSON text of a value, keys in order.
   *
   * @throws SpellException of kind Validation when it has none
   */
  String write(@Nullable Object value, boolean pretty) {
    try {
      return pretty
          ? mapper.writer(printer()).writeValueAsString(value)
          : mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw SpellException.validation("json", "JSON stringify error: " + e.getOriginalMessage());
    }
  }

  private static DefaultPrettyPrinter printer() {
    var indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
  }
}
