package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.SpellException;

/**
 * Puts values in place of {@code {{step:NAME:output}}}, {@code {{loop:current_value}}}, {@code
 * {{shared:KEY}}} and {@code {{input:KEY}}}. A text that is nothing but a placeholder becomes the
 * value with its type; inside a longer text the value is written. Other braces stay as they are.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*(step|loop|shared|input):([^{}]+?)\\s*}}");
  private static final int MAX_DEPTH = 200;

  private final RunData data;

  Placeholders(RunData data) {
    this.data = data;
  }

  /**
   * A value with all placeholders replaced.
   *
   * @throws SpellException of kind Validation when one refers to a step that has not run
   */
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
      return value(matcher.group(1), matcher.group(2));
    }
    matcher.reset();
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(written(value(found.group(1), found.group(2)))));
  }

  private static String written(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> map -> ToolOutput.of(map).text();
      case List<?> list -> ToolOutput.of(list).text();
      default -> value.toString();
    };
  }

  private @Nullable Object value(String kind, String path) {
    return switch (kind) {
      case "step" -> step(path);
      case "loop" -> loop(path);
      default -> data.lookup("shared_data." + path);
    };
  }

  private @Nullable Object step(String path) {
    int colon = path.lastIndexOf(':');
    String name = colon < 0 ? path : path.substring(0, colon);
    Outcome outcome = data.outcome(name);
    if (outcome == null) {
      throw SpellException.validation(
          "input",
          "'{{step:%s}}' refers to the step '%s', which has not run; steps that have: %s"
              .formatted(path, name, data.steps().isEmpty() ? "none" : data.steps()));
    }
    return RunData.part(outcome, colon < 0 ? "output" : path.substring(colon + 1));
  }

  private @Nullable Object loop(String path) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    String key =
        switch (name) {
          case "current_value", "current_item", "value", "item" -> "loop_value";
          case "index", "current_index" -> "loop_index";
          case "iteration" -> "iteration";
          default ->
              throw SpellException.validation(
                  "input",
                  "'{{loop:%s}}' is unknown; there are current_value, current_item, index and iteration"
                      .formatted(path));
        };
    Object value = data.lookup("shared_data." + key);
    return dot < 0 ? value : RunData.field(value, path.substring(dot + 1));
  }
}
