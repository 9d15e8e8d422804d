package org.llmspell.agents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks a plain value against a JSON Schema (draft 2020-12): type, enum, const, properties,
 * required, additionalProperties, items, the bounds of numbers, texts and arrays, anyOf, oneOf and
 * allOf. Other words of a schema are not looked at.
 */
final class Schema {
  private static final int MAX_PROBLEMS = 10;

  private final List<String> problems = new ArrayList<>();

  private Schema() {}

  /** What is wrong with a value, with the path of each problem; empty when it fits. */
  static List<String> problems(Map<?, ?> schema, @Nullable Object value) {
    var check = new Schema();
    check.check(schema, value, "");
    return check.problems;
  }

  private void problem(String path, String what) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add((path.isEmpty() ? "the answer" : path) + " " + what);
    }
  }

  private void check(Map<?, ?> schema, @Nullable Object value, String path) {
    if (schema.get("type") != null && !hasType(schema.get("type"), value)) {
      problem(path, "must be %s, not %s".formatted(schema.get("type"), typeOf(value)));
      return;
    }
    if (schema.get("enum") instanceof List<?> allowed
        && allowed.stream().noneMatch(item -> same(item, value))) {
      problem(path, "must be one of %s".formatted(allowed));
    }
    if (schema.containsKey("const") && !same(schema.get("const"), value)) {
      problem(path, "must be %s".formatted(schema.get("const")));
    }
    switch (value) {
      case Map<?, ?> map -> object(schema, map, path);
      case List<?> list -> array(schema, list, path);
      case Number number -> number(schema, number.doubleValue(), path);
      case String text -> text(schema, text, path);
      case null, default -> {}
    }
    combined(schema, value, path);
  }

  private void object(Map<?, ?> schema, Map<?, ?> value, String path) {
    if (schema.get("required") instanceof List<?> required) {
      for (Object key : required) {
        if (!value.containsKey(key)) {
          problem(path, "lacks '%s'".formatted(key));
        }
      }
    }
    Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
    value.forEach((key, item) -> {
      String inner = path.isEmpty() ? String.valueOf(key) : path + "." + key;
      if (properties.get(key) instanceof Map<?, ?> property) {
        check(property, item, inner);
      } else if (!properties.containsKey(key)) {
        switch (schema.get("additionalProperties")) {
          case Boolean allowed when !allowed -> problem(inner, "is not in the schema");
          case Map<?, ?> rest -> check(rest, item, inner);
          case null, default -> {}
        }
      }
    });
  }

  private void array(Map<?, ?> schema, List<?> value, String path) {
    bounds(schema, "minItems", "maxItems", value.size(), path, "items");
    if (schema.get("items") instanceof Map<?, ?> items) {
      for (int i = 0; i < value.size(); i++) {
        check(items, value.get(i), "%s[%d]".formatted(path, i));
      }
    }
  }

  private void number(Map<?, ?> schema, double value, String path) {
    bounds(schema, "minimum", "maximum", value, path, "as value");
    if (schema.get("exclusiveMinimum") instanceof Number least && value <= least.doubleValue()) {
      problem(path, "must be above %s".formatted(least));
    }
    if (schema.get("exclusiveMaximum") instanceof Number most && value >= most.doubleValue()) {
      problem(path, "must be below %s".formatted(most));
    }
  }

  private void text(Map<?, ?> schema, String value, String path) {
    bounds(
        schema,
        "minLength",
        "maxLength",
        value.codePointCount(0, value.length()),
        path,
        "characters");
  }

  private void bounds(
      Map<?, ?> schema, String lower, String upper, double value, String path, String unit) {
    if (schema.get(lower) instanceof Number least && value < least.doubleValue()) {
      problem(path, "must have at least %s %s".formatted(least, unit));
    }
    if (schema.get(upper) instanceof Number most && value > most.doubleValue()) {
      problem(path, "must have at most %s %s".formatted(most, unit));
    }
  }

  private void combined(Map<?, ?> schema, @Nullable Object value, String path) {
    if (schema.get("allOf") instanceof List<?> all) {
      for (Object part : all) {
        if (part instanceof Map<?, ?> one) {
          check(one, value, path);
        }
      }
    }
    if (schema.get("anyOf") instanceof List<?> any && fitting(any, value) == 0) {
      problem(path, "fits none of the forms of anyOf");
    }
    if (schema.get("oneOf") instanceof List<?> one && fitting(one, value) != 1) {
      problem(path, "must fit exactly one of the forms of oneOf");
    }
  }

  private static long fitting(List<?> schemas, @Nullable Object value) {
    return schemas.stream()
        .filter(schema -> schema instanceof Map<?, ?> map && problems(map, value).isEmpty())
        .count();
  }

  private static boolean hasType(@Nullable Object type, @Nullable Object value) {
    return type instanceof List<?> several
        ? several.stream().anyMatch(one -> hasType(one, value))
        : switch (String.valueOf(type)) {
          case "object" -> value instanceof Map;
          case "array" -> value instanceof List;
          case "string" -> value instanceof String;
          case "boolean" -> value instanceof Boolean;
          case "null" -> value == null;
          case "number" -> value instanceof Number;
          case "integer" ->
              value instanceof Number number
                  && number.doubleValue() == Math.rint(number.doubleValue());
          default -> true;
        };
  }

  private static String typeOf(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "an array";
      case String _ -> "a string";
      case Boolean _ -> "a boolean";
      default -> "a number";
    };
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    return a instanceof Number x && b instanceof Number y
        ? x.doubleValue() == y.doubleValue()
        : Objects.equals(a, b);
  }
}
