package org.llmspell.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Plain values from and to JSON, with the streaming parser alone, because the object mapper would
 * cost more at start than all the rest of a command.
 */
public final class PlainJson {
  private static final int MAX_DEPTH = 128;

  private PlainJson() {}

  /**
   * The value of a JSON text.
   *
   * @param origin what to blame in the message, for example {@code --params}
   * @param problem makes the error that is thrown when it is no JSON, out of the message
   */
  public static @Nullable Object parse(
      String text, String origin, Function<String, ? extends RuntimeException> problem) {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        throw problem.apply(origin + " is empty but must be JSON");
      }
      Object value = read(parser);
      if (parser.nextToken() != null) {
        throw problem.apply(origin + " goes on after the end of the JSON value");
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      String position =
          where == null
              ? ""
              : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr());
      throw problem.apply(
          "%s is no valid JSON: %s%s"
              .formatted(origin, firstLine(e.getOriginalMessage()), position));
    } catch (IOException e) {
      throw SpellException.storage("read", origin + " can not be read", e);
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no JSON" : message.lines().findFirst().orElse("no JSON");
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          values.put(name, read(parser));
        }
        yield values;
      }
      case START_ARRAY -> {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(read(parser));
        }
        yield values;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> parser.getText();
    };
  }

  /** The value on one line. */
  public static String compact(@Nullable Object value) {
    return write(value, false);
  }

  /** The value on many lines, indented by two blanks. */
  public static String pretty(@Nullable Object value) {
    return write(value, true);
  }

  private static String write(@Nullable Object value, boolean pretty) {
    switch (value) {
      case null -> {
        return "null";
      }
      case Boolean flag -> {
        return flag.toString();
      }
      case Long number -> {
        return number.toString();
      }
      default -> {}
    }
    var text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      if (pretty) {
        var indenter = new DefaultIndenter("  ", "\n");
        generator.setPrettyPrinter(
            new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
      }
      write(generator, value, 0);
    } catch (IOException e) {
      throw SpellException.validation("result", "The result can not be written as JSON");
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw SpellException.validation(
          "result", "The result is nested deeper than %d levels".formatted(MAX_DEPTH));
    }
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (var entry : map.entrySet()) {
          generator.writeFieldName(String.valueOf(entry.getKey()));
          write(generator, entry.getValue(), depth + 1);
        }
        generator.writeEndObject();
      }
      case List<?> list -> {
        generator.writeStartArray();
        for (Object item : list) {
          write(generator, item, depth + 1);
        }
        generator.writeEndArray();
      }
      case Boolean flag -> generator.writeBoolean(flag);
      case Double number when !Double.isFinite(number) -> generator.writeNull(); // JSON has no such
      case Double number -> generator.writeNumber(number);
      case Number number -> generator.writeNumber(number.toString());
      default -> generator.writeString(value.toString());
    }
  }
}
