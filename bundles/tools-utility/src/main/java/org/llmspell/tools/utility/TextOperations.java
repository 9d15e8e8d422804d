package org.llmspell.tools.utility;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;

/** What can be done with a text. */
final class TextOperations {
  static final String NAMES =
      "uppercase, lowercase, reverse, trim, replace, substring, split, join, snake_case, "
          + "camel_case, pascal_case, sanitize, truncate, indent, dedent, normalize_whitespace, "
          + "word_wrap";

  private static final int MAX_NUMBER = Integer.MAX_VALUE;

  private TextOperations() {}

  static String apply(String operation, String text, TextOptions options) {
    return switch (operation) {
      case "uppercase" -> text.toUpperCase(Locale.ROOT);
      case "lowercase" -> text.toLowerCase(Locale.ROOT);
      case "reverse" -> new StringBuilder(text).reverse().toString(); // keeps surrogates together
      case "trim" -> text.strip();
      case "replace" -> replace(text, options);
      case "substring" -> substring(text, options);
      case "split" -> split(text, options);
      case "join" -> join(text, options);
      case "snake_case" -> TextCase.snake(text);
      case "camel_case" -> TextCase.camel(text);
      case "pascal_case" -> TextCase.pascal(text);
      case "sanitize" -> sanitize(text);
      case "truncate" -> truncate(text, options.number("max_length", 100, MAX_NUMBER));
      case "indent" -> indent(text, options.number("spaces", 4, 1000));
      case "dedent" -> dedent(text);
      case "normalize_whitespace" ->
          String.join(" ", Arrays.asList(text.strip().split("(?U)\\s+")));
      case "word_wrap" -> WordWrap.wrap(text, options.number("width", 80, MAX_NUMBER));
      default ->
          throw SpellException.validation(
              "operation",
              "Invalid operation: %s. Valid operations are: %s".formatted(operation, NAMES));
    };
  }

  private static String replace(String text, TextOptions options) {
    String from = options.text("from", "pattern");
    String to = options.text("to", "replacement");
    if (from == null && to == null) {
      throw SpellException.validation(
          "options", "Replace operation requires 'options' with 'from' and 'to' fields");
    }
    if (from == null) {
      throw SpellException.validation("from", "Missing 'from' parameter");
    }
    if (to == null) {
      throw SpellException.validation("to", "Missing 'to' parameter");
    }
    long count = from.isEmpty() ? text.length() + 1L : count(text, from);
    Limits.result(text.length() + count * (to.length() - from.length()), TextManipulator.MAX_BYTES);
    return text.replace(from, to);
  }

  private static long count(String text, String part) {
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  /** From byte to byte of UTF-8; a range outside of the text, or inside a character, is empty. */
  private static String substring(String text, TextOptions options) {
    if (!options.has("start") || !options.has("end")) {
      throw SpellException.validation(
          "options", "Substring operation requires 'options' with 'start' and 'end' fields");
    }
    int start = options.number("start", 0, MAX_NUMBER);
    int end = options.number("end", 0, MAX_NUMBER);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (start > end || end > bytes.length) {
      return "";
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, end - start))
          .toString();
    } catch (CharacterCodingException e) {
      return ""; // one of the ends is in the middle of a character
    }
  }

  private static String split(String text, TextOptions options) {
    String delimiter = options.text("delimiter", "separator", " ");
    if (delimiter.isEmpty()) {
      return Json.write(text.codePoints().mapToObj(Character::toString).toList());
    }
    return Json.write(List.of(text.split(Pattern.quote(delimiter), -1)));
  }

  private static String join(String text, TextOptions options) {
    String delimiter = options.text("delimiter", "separator", " ");
    List<?> parts;
    try {
      parts = Json.parse(text) instanceof List<?> list ? list : List.of(0);
    } catch (IllegalArgumentException e) {
      parts = List.of(0);
    }
    if (!parts.stream().allMatch(String.class::isInstance)) {
      throw SpellException.validation(
          "input", "Join operation requires text to be a JSON array of strings");
    }
    Limits.result(
        text.length() + (long) delimiter.length() * parts.size(), TextManipulator.MAX_BYTES);
    return parts.stream().map(Objects::toString).collect(Collectors.joining(delimiter));
  }

  private static String sanitize(String text) {
    return text.chars()
        .filter(c -> c >= ' ' && c < 127 || c == '\n' || c == '\t')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  private static String truncate(String text, int max) {
    int length = text.codePointCount(0, text.length());
    if (length <= max) {
      return text;
    }
    if (max <= 3) {
      return "...".substring(0, max);
    }
    return text.substring(0, text.offsetByCodePoints(0, max - 3)) + "...";
  }

  private static String indent(String text, int spaces) {
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    Limits.result(text.length() + lines * spaces, TextManipulator.MAX_BYTES);
    String margin = " ".repeat(spaces);
    return eachLine(text, line -> margin + line);
  }

  private static String dedent(String text) {
    int common =
        lines(text)
            .filter(line -> !line.isBlank())
            .mapToInt(TextOperations::margin)
            .min()
            .orElse(0);
    return eachLine(text, line -> line.substring(Math.min(common, margin(line))));
  }

  private static int margin(String line) {
    int i = 0;
    while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  private static String eachLine(String text, UnaryOperator<String> change) {
    return lines(text).map(change).collect(Collectors.joining("\n"));
  }

  private static Stream<String> lines(String text) {
    return Arrays.stream(text.split("\n", -1));
  }
}
