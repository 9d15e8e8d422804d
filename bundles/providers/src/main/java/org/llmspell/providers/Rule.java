package org.llmspell.providers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.json.PlainJson;

/**
 * One rule of a scripted model.
 *
 * @param match a pattern; empty for always
 * @param reply the text
 * @param chunks the text in pieces
 * @param toolCalls tools to be called; ids may be empty
 * @param error raised instead of a reply
 * @param delay before the reply
 */
record Rule(
    Optional<String> match,
    String reply,
    List<String> chunks,
    List<ModelToolCall> toolCalls,
    Optional<String> error,
    Duration delay) {
  private static final Set<String> FIELDS =
      Set.of("match", "reply", "tool_calls", "error", "chunks", "delay_ms");
  private static final long MAX_DELAY = Duration.ofMinutes(10).toMillis();

  /**
   * Reads the rules that a script gives: a list of tables, or one table.
   *
   * @throws SpellException of kind Validation that names what is wrong
   */
  static List<Rule> parseAll(@Nullable Object rules) {
    List<?> list =
        switch (rules) {
          case List<?> many -> many;
          case Map<?, ?> one when !one.isEmpty() -> List.of(one);
          case Map<?, ?> _ -> List.of();
          case null, default ->
              throw SpellException.validation(
                  "rules",
                  "Provider.script takes a list of rules, for example {{match = \"hello\", reply = \"hi\"}}");
        };
    List<Rule> parsed = new ArrayList<>();
    for (Object rule : list) {
      parsed.add(parse(rule, parsed.size() + 1));
    }
    return parsed;
  }

  private static Rule parse(@Nullable Object value, int number) {
    if (!(value instanceof Map<?, ?> rule)) {
      throw wrong(number, "rule", "must be a table, not '%s'".formatted(value));
    }
    for (Object field : rule.keySet()) {
      if (!FIELDS.contains(String.valueOf(field))) {
        throw wrong(
            number, String.valueOf(field), "is no field of a rule; there are " + sortedFields());
      }
    }
    List<String> chunks = chunks(rule.get("chunks"), number);
    Optional<String> reply = text(rule, "reply", number);
    return new Rule(
        text(rule, "match", number),
        reply.orElse(String.join("", chunks)),
        chunks,
        toolCalls(rule.get("tool_calls"), number),
        text(rule, "error", number),
        delay(rule.get("delay_ms"), number));
  }

  private static String sortedFields() {
    return String.join(", ", FIELDS.stream().sorted().toList());
  }

  private static Optional<String> text(Map<?, ?> rule, String field, int number) {
    return switch (rule.get(field)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      case Number figure -> Optional.of(figure.toString());
      case Object other ->
          throw wrong(number, field, "must be a string, not '%s'".formatted(other));
    };
  }

  private static List<String> chunks(@Nullable Object value, int number) {
    if (value == null || value instanceof Map<?, ?> none && none.isEmpty()) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw wrong(number, "chunks", "must be a list of strings");
    }
    return list.stream().map(String.class::cast).toList();
  }

  private static Duration delay(@Nullable Object value, int number) {
    if (value == null) {
      return Duration.ZERO;
    }
    if (!(value instanceof Number millis)
        || !(millis.doubleValue() >= 0)
        || millis.doubleValue() > MAX_DELAY) {
      throw wrong(number, "delay_ms", "must be a number from 0 to %d".formatted(MAX_DELAY));
    }
    return Duration.ofMillis(millis.longValue());
  }

  private static List<ModelToolCall> toolCalls(@Nullable Object value, int number) {
    List<?> list =
        switch (value) {
          case null -> List.of();
          case List<?> many -> many;
          case Map<?, ?> one when one.containsKey("name") -> List.of(one);
          case Map<?, ?> none when none.isEmpty() -> List.of();
          case Object _ ->
              throw wrong(number, "tool_calls", "must be a list of {name =, arguments =}");
        };
    List<ModelToolCall> calls = new ArrayList<>();
    for (Object call : list) {
      if (!(call instanceof Map<?, ?> table) || !(table.get("name") instanceof String name)) {
        throw wrong(number, "tool_calls", "must be a list of {name =, arguments =}");
      }
      String id = table.get("id") instanceof String text ? text : "";
      calls.add(new ModelToolCall(id, name, arguments(table.get("arguments"))));
    }
    return calls;
  }

  /** A text stays as it is: so a script can play a model that writes invalid JSON. */
  private static String arguments(@Nullable Object value) {
    return switch (value) {
      case null -> "{}";
      case String text -> text;
      case List<?> list when list.isEmpty() -> "{}";
      case Object plain -> PlainJson.compact(plain);
    };
  }

  private static SpellException wrong(int number, String field, String problem) {
    return SpellException.validation(
        field, "Rule %d of Provider.script: '%s' %s".formatted(number, field, problem));
  }

  /** Whether it fits the last message. */
  boolean fits(String message, BiPredicate<String, String> matcher) {
    return match.isEmpty() || matcher.test(message, match.get());
  }
}
