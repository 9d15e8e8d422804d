package org.llmspell.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Reads a TOML 1.0 file into plain values. Loaded only when there is a file. */
final class TomlFile {
  private static final long MAX_BYTES = 4 << 20;

  private TomlFile() {}

  /**
   * The values of a file.
   *
   * @throws SpellException of kind Configuration that names the file, line and column
   */
  static Map<String, @Nullable Object> read(Path file) {
    try (JsonParser parser = new TomlFactory().createParser(text(file))) {
      parser.nextToken();
      return object(parser);
    } catch (JsonProcessingException e) {
      throw unreadable(file, position(e) + firstLine(e.getOriginalMessage()), e);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8 text", e);
    } catch (IOException e) {
      throw unreadable(file, "it can not be read; check that it is a file of yours", e);
    }
  }

  private static String text(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw unreadable(file, "it has %d bytes, more than %d".formatted(size, MAX_BYTES), null);
    }
    String text = Files.readString(file);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> values = Tree.create();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      values.put(name, value(parser));
    }
    return values;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NULL -> null;
      default -> parser.getText(); // text; dates and times stay as written
    };
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return values;
  }

  private static String position(JsonProcessingException e) {
    JsonLocation where = e.getLocation();
    return where == null
        ? ""
        : "line %d, column %d: ".formatted(where.getLineNr(), where.getColumnNr());
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no TOML" : message.lines().findFirst().orElse("no TOML");
  }

  private static SpellException unreadable(Path file, String why, @Nullable Throwable cause) {
    return SpellException.configuration(
        "Failed to parse config file: %s: %s. Correct the file, or name another with --config"
            .formatted(file, why),
        cause);
  }
}
