package org.llmspell.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * A TOML 1.0 file as plain values. Loaded only when there is a file.
 *
 * @param text for finding out where a setting is
 */
record TomlFile(Path file, String text, Map<String, @Nullable Object> values) {
  private static final long MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 64;
  private static final Pattern MANY_DIGITS = Pattern.compile("[0-9](_?[0-9]){18}");

  /**
   * Reads a file.
   *
   * @throws SpellException of kind Configuration that names the file, line and column
   */
  static TomlFile read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw unreadable(file, "it has %d bytes, more than %d".formatted(size, MAX_BYTES), null);
      }
      return parse(file, decode(file, Files.readAllBytes(file)));
    } catch (IOException e) {
      throw unreadable(file, "it can not be read; check that it is a file of yours", e);
    }
  }

  /**
   * Reads a text.
   *
   * @param file for messages
   * @throws SpellException of kind Configuration that names the file, line and column
   */
  static TomlFile parse(Path file, String given) {
    String text = given.startsWith("\uFEFF") ? given.substring(1) : given;
    try (JsonParser parser = new TomlFactory().createParser(text)) {
      parser.nextToken();
      checkNumbers(file, text);
      return new TomlFile(file, text, new Reading(file, text, parser).object(List.of()));
    } catch (JsonProcessingException e) {
      throw unreadable(file, position(e) + firstLine(e.getOriginalMessage()), e);
    } catch (IOException | StackOverflowError e) {
      throw unreadable(file, "line 1, column 1: it is nested too deep", e);
    } catch (SpellException e) {
      throw e;
    } catch (RuntimeException e) {
      // The parser stumbles over some texts that are no TOML instead of refusing them.
      throw unreadable(file, "line 1, column 1: no TOML; the parser gives up on it", e);
    }
  }

  /** The parser reads whole numbers of 19 digits wrongly, without a word. */
  private static void checkNumbers(Path file, String text) {
    if (MANY_DIGITS.matcher(text).find()) {
      TomlPositions.longNumber(text)
          .ifPresent(where -> {
            throw unreadable(
                file, where.value() + ": a whole number may have 18 digits at most", null);
          });
    }
  }

  /** Where the settings are. */
  Map<List<String>, Position> positions() {
    return TomlPositions.of(text);
  }

  private static String decode(Path file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int lineStart = text.lastIndexOf('\n') + 1;
      throw unreadable(
          file,
          "line %d, column %d: it is not UTF-8 text"
              .formatted(
                  text.chars().filter(c -> c == '\n').count() + 1, text.length() - lineStart + 1),
          null);
    }
    return text;
  }

  /** Turns what the parser says into plain values. */
  private record Reading(Path file, String text, JsonParser parser) {

    private Map<String, @Nullable Object> object(List<String> path) throws IOException {
      Map<String, @Nullable Object> values = Tree.create();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        values.put(name, value(KeyPath.append(path, name)));
      }
      return values;
    }

    private @Nullable Object value(List<String> path) throws IOException {
      if (path.size() > MAX_DEPTH) {
        throw refusal(path.subList(0, 1), "nested deeper than %d levels".formatted(MAX_DEPTH));
      }
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(path);
        case START_ARRAY -> array(path, 0);
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NUMBER_INT -> {
          if (parser.getNumberType() == NumberType.BIG_INTEGER) {
            throw refusal(path, "a whole number of more than 64 bits");
          }
          yield parser.getLongValue();
        }
        case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
        case VALUE_NULL -> null;
        default -> parser.getText(); // text; dates and times stay as written
      };
    }

    private List<@Nullable Object> array(List<String> path, int depth) throws IOException {
      if (depth > MAX_DEPTH) {
        throw refusal(path, "nested deeper than %d levels".formatted(MAX_DEPTH));
      }
      List<@Nullable Object> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(
            parser.currentToken() == JsonToken.START_ARRAY ? array(path, depth + 1) : value(path));
      }
      return values;
    }

    private SpellException refusal(List<String> path, String why) {
      Position where = TomlPositions.of(text).getOrDefault(path, new Position(1, 1, 1));
      String name = KeyPath.text(path);
      return unreadable(
          file,
          "%s: '%s' is %s"
              .formatted(where.value(), name.length() > 80 ? name.substring(0, 80) : name, why),
          null);
    }
  }

  private static String position(JsonProcessingException e) {
    JsonLocation where = e.getLocation();
    return where == null || where.getLineNr() < 1
        ? "line 1, column 1: "
        : "line %d, column %d: ".formatted(where.getLineNr(), Math.max(1, where.getColumnNr()));
  }

  private static String firstLine(@Nullable String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    // What follows is about classes of the parser.
    return line.isBlank() ? "no TOML" : line.replaceFirst(", problem: .*", "");
  }

  private static SpellException unreadable(Path file, String why, @Nullable Throwable cause) {
    return SpellException.configuration(
        "Failed to parse config file: %s: %s. Correct the file, or name another with --config"
            .formatted(file, why),
        cause);
  }
}
