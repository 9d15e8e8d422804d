package org.llmspell.tools.utility;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

/** One run of rules over one value. Collects at most 100 errors. */
final class Validation {
  private static final int MAX_ERRORS = 100;

  private final Limits limits;
  private final List<Map<String, @Nullable Object>> errors = new ArrayList<>();

  Validation(ExecutionContext context) {
    limits = new Limits(context, Duration.ofSeconds(5), "Validation");
  }

  /** {@code {field, value, rule, message}} for each rule that was broken. */
  List<Map<String, @Nullable Object>> errors() {
    return errors;
  }

  void check(String field, @Nullable Object value, List<Rule> rules) {
    for (Rule rule : rules) {
      if (errors.size() >= MAX_ERRORS) {
        return;
      }
      limits.check();
      check(field, value, rule);
    }
  }

  private void check(String field, @Nullable Object value, Rule rule) {
    switch (rule) {
      case Rule.Required _ -> {
        if (value == null || "".equals(value)) {
          fail(field, value, "required", "Field is required");
        }
      }
      case Rule.Type(var expected) -> {
        if (!typeOf(value).equals(expected)) {
          fail(
              field,
              value,
              "type: " + expected,
              "Expected type '%s' but got '%s'".formatted(expected, typeOf(value)));
        }
      }
      case Rule.Length(var min, var max) -> {
        if (value instanceof String text) {
          within(field, value, "length", "Length", Limits.bytes(text), min, max);
        } else if (value instanceof List<?> list) {
          within(field, value, "length", "Length", list.size(), min, max);
        }
      }
      case Rule.Range(var min, var max) -> {
        if (value instanceof Number number) {
          within(field, value, "range", "Value", number.doubleValue(), min, max);
        }
      }
      case Rule.Pattern(var source, var regex) -> {
        if (value instanceof String text && !regex.find(text)) {
          fail(field, value, "pattern: " + source, "Does not match pattern: " + source);
        }
      }
      case Rule.OneOf(var values) -> {
        if (values.stream().noneMatch(allowed -> JsonDiff.same(allowed, value))) {
          fail(
              field,
              value,
              "enum: " + Json.write(values),
              "Value must be one of: " + Json.write(values));
        }
      }
      case Rule.Email _ -> text(field, value, "email", Checks::email, "Invalid email format");
      case Rule.Url _ -> text(field, value, "url", Checks::url, "Invalid URL format");
      case Rule.Date date -> date(field, value, date);
      case Rule.Custom(var name) -> custom(field, value, name);
      case Rule.Items items -> items(field, value, items);
      case Rule.Entries entries -> entries(field, value, entries);
    }
  }

  private interface TextCheck {
    boolean passes(String text);
  }

  private void text(
      String field, @Nullable Object value, String rule, TextCheck check, String message) {
    if (value instanceof String text && !check.passes(text)) {
      fail(field, value, rule, message);
    }
  }

  private void date(String field, @Nullable Object value, Rule.Date date) {
    if (value instanceof String text) {
      try {
        DateReader.instant(date.formatter().parse(text));
      } catch (DateTimeException e) {
        fail(
            field,
            value,
            "date: " + date.format(),
            "Invalid date format, expected: " + date.format());
      }
    }
  }

  private void custom(String field, @Nullable Object value, String name) {
    TextCheck check =
        switch (name) {
          case "phone" -> Checks::phone;
          case "uuid" -> Checks::uuid;
          case "credit_card" -> Checks::creditCard;
          default -> throw SpellException.validation("rules", "Unknown custom validator: " + name);
        };
    text(field, value, "custom: " + name, check, "Invalid " + name.replace('_', ' '));
  }

  private void items(String field, @Nullable Object value, Rule.Items rule) {
    if (!(value instanceof List<?> list)) {
      return;
    }
    within(field, value, "array", "Number of items", list.size(), rule.min(), rule.max());
    if (rule.unique() && list.stream().map(Json::write).distinct().count() < list.size()) {
      fail(field, value, "array: unique", "Array items must be unique");
    }
    for (int i = 0; i < list.size() && !rule.each().isEmpty(); i++) {
      check(field + "[" + i + "]", list.get(i), rule.each());
    }
  }

  private void entries(String field, @Nullable Object value, Rule.Entries rule) {
    if (!(value instanceof Map<?, ?> map)) {
      return;
    }
    for (String name : rule.required()) {
      if (map.get(name) == null) {
        fail(
            field + "." + name,
            null,
            "required",
            "Required property '%s' is missing".formatted(name));
      }
    }
    rule.properties()
        .forEach((name, rules) -> {
          boolean needed = rules.stream().anyMatch(r -> r instanceof Rule.Required);
          if (map.containsKey(name) || needed && !rule.required().contains(name)) {
            check(field + "." + name, map.get(name), rules);
          }
        });
    if (!rule.additional()) {
      for (Object key : map.keySet()) {
        if (!rule.properties().containsKey(String.valueOf(key))) {
          fail(
              field + "." + key,
              map.get(key),
              "object: additional_properties",
              "Additional property '%s' is not allowed".formatted(key));
        }
      }
    }
  }

  private void within(
      String field,
      @Nullable Object value,
      String rule,
      String what,
      double size,
      @Nullable Double min,
      @Nullable Double max) {
    if (min != null && size < min) {
      fail(
          field,
          value,
          rule,
          "%s %s is less than minimum %s".formatted(what, plain(size), plain(min)));
    }
    if (max != null && size > max) {
      fail(
          field,
          value,
          rule,
          "%s %s is greater than maximum %s".formatted(what, plain(size), plain(max)));
    }
  }

  private void fail(String field, @Nullable Object value, String rule, String message) {
    if (errors.size() < MAX_ERRORS) {
      Map<String, @Nullable Object> error = new LinkedHashMap<>();
      error.put("field", field);
      error.put("value", value);
      error.put("rule", rule);
      error.put("message", message);
      errors.add(error);
    }
  }

  private static String typeOf(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Boolean _ -> "boolean";
      case Number _ -> "number";
      case List<?> _ -> "array";
      case Map<?, ?> _ -> "object";
      default -> "string";
    };
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
