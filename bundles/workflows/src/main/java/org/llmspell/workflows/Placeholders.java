package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.SpellException;

/**
 * Puts values in place of {@code {{step:NAME:output}}}, {@code {{loop:current_value}}}, {@code
 * {{shared:KEY}}}, {@code {{input:KEY}}}, {@code {{NAME}}} of a step or a shared value, and of a
 * text that is {@code $NAME.output}. A text that is nothing but a placeholder becomes the value
 * with its type; inside a longer text the value is written. What is unknown stays as it is.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*(?:(step|loop|shared|input):)?([^{}]+?)\\s*}}");
  private static final Pattern DOLLAR =
      Pattern.compile("\\$([^\\s.$]+)\\.output((?:\\.[^\\s.]+)*)");
  private static final int MAX_DEPTH = 200;

  private final RunData data;

  Placeholders(RunData data) {
    this.data = data;
  }

  /** A value with all placeholders replaced. */
  @Nullable Object resolve(@Nullable Object value) {
    return resolve(value, 0);
  }

  private @Nullable Object resolve(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw SpellException.validation(
          "input", "The input of a step is nested deeper than %d levels".formatted(MAX_DEPTH));
    }
    return switch (value) {
      case String text when text.contains("{{") -> text(text);
      case String text when text.startsWith("$") -> dollar(text);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        map.forEach((key, item) -> resolved.put(String.valueOf(key), resolve(item, depth + 1)));
        yield resolved;
      }
      case List<?> list -> {
        List<@Nullable Object> resolved = new ArrayList<>();
        list.forEach(item -> resolved.add(resolve(item, depth + 1)));
        yield resolved;
      }
      case null, default -> value;
    };
  }

  private @Nullable Object text(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    if (matcher.matches()) {
      return value(matcher).orElse(text);
    }
    matcher.reset();
    return matcher.replaceAll(found ->
        Matcher.quoteReplacement(value(found).map(Placeholders::written).orElse(found.group())));
  }

  private Object dollar(String text) {
    Matcher matcher = DOLLAR.matcher(text);
    return matcher.matches()
        ? step(matcher.group(1) + ":output" + matcher.group(2)).orElse(text)
        : text;
  }

  private static String written(Object value) {
    return switch (value) {
      case Map<?, ?> map -> ToolOutput.of(map).text();
      case List<?> list -> ToolOutput.of(list).text();
      default -> value.toString();
    };
  }

  private Optional<Object> value(MatchResult found) {
    String path = found.group(2);
    return switch (found.group(1)) {
      case "step" -> step(path);
      case "loop" -> loop(path);
      case null -> named(path);
      default -> shared(path);
    };
  }

  private Optional<Object> shared(String path) {
    return Optional.ofNullable(data.lookup("shared_data." + path));
  }

  private Optional<Object> named(String path) {
    return step(path).or(() -> shared(path));
  }

  /** What a step gave, which may be nothing; empty when there is no such step. */
  private Optional<Object> step(String path) {
    int colon = path.lastIndexOf(':');
    String name = colon < 0 ? path : path.substring(0, colon);
    Outcome outcome = data.outcome(name);
    if (outcome == null) {
      return Optional.empty();
    }
    Object part = RunData.part(outcome, colon < 0 ? "output" : path.substring(colon + 1));
    return Optional.of(part == null ? "" : part);
  }

  private Optional<Object> loop(String path) {
    int dot = path.indexOf('.');
    String key =
        switch (dot < 0 ? path : path.substring(0, dot)) {
          case "current_value", "current_item", "value", "item" -> "loop_value";
          case "index", "current_index" -> "loop_index";
          default -> path;
        };
    return shared(dot < 0 || key.equals(path) ? key : key + path.substring(dot));
  }
}
