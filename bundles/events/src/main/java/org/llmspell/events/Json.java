package org.llmspell.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.UniversalEvent;

/** Writes events as JSON. Safe to share between threads. */
final class Json {
  private static final int MAX_DEPTH = 128;

  private final JsonFactory factory = new JsonFactory();
  private final boolean pretty;

  /** Indented, or each event on one line. */
  Json(boolean pretty) {
    this.pretty = pretty;
  }

  /**
   * The JSON text of an event, without a line end.
   *
   * @throws IOException when its data is nested too deeply
   */
  String write(UniversalEvent event) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator generator = factory.createGenerator(text)) {
      if (pretty) {
        generator.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      write(event.toPlain(), generator, 0);
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator out, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("The data is nested deeper than %d levels".formatted(MAX_DEPTH));
    }
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (var entry : map.entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          write(entry.getValue(), out, depth + 1);
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object item : list) {
          write(item, out, depth + 1);
        }
        out.writeEndArray();
      }
      case Boolean flag -> out.writeBoolean(flag);
      case Double number when number.isNaN() || number.isInfinite() -> out.writeNull();
      case Double number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Integer number -> out.writeNumber(number);
      case Number number -> out.writeNumber(number.doubleValue());
      default -> out.writeString(value.toString());
    }
  }
}
