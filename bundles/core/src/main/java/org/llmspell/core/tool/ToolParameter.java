package org.llmspell.core.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * One parameter of a tool.
 *
 * @param name its name, in snake_case
 * @param type its JSON type
 * @param description what it is for
 * @param required whether a call without it is refused
 * @param defaultValue what is taken when it is left out; null when there is nothing
 * @param allowed the values that it may have; empty when any
 * @param min the smallest number, or null
 * @param max the largest number, or null
 * @param aliases further names
 * @param jsonSchema further members of its JSON Schema, for example {@code items} or {@code
 *     format}; they describe and are not checked
 */
public record ToolParameter(
    String name,
    ParameterType type,
    String description,
    boolean required,
    @Nullable Object defaultValue,
    List<String> allowed,
    @Nullable Double min,
    @Nullable Double max,
    List<String> aliases,
    Map<String, @Nullable Object> jsonSchema) {

  /** Copies the collections. */
  public ToolParameter {
    allowed = List.copyOf(allowed);
    aliases = List.copyOf(aliases);
    jsonSchema = Collections.unmodifiableMap(new LinkedHashMap<>(jsonSchema));
  }

  /** A parameter whose JSON Schema says nothing more. */
  public ToolParameter(
      String name,
      ParameterType type,
      String description,
      boolean required,
      @Nullable Object defaultValue,
      List<String> allowed,
      @Nullable Double min,
      @Nullable Double max,
      List<String> aliases) {
    this(name, type, description, required, defaultValue, allowed, min, max, aliases, Map.of());
  }

  /** A parameter that every call must have. */
  public static ToolParameter required(String name, ParameterType type, String description) {
    return new ToolParameter(name, type, description, true, null, List.of(), null, null, List.of());
  }

  /** A parameter that may be left out. */
  public static ToolParameter optional(String name, ParameterType type, String description) {
    return new ToolParameter(
        name, type, description, false, null, List.of(), null, null, List.of());
  }

  /**
   * Refuses a value that does not fit.
   *
   * @throws SpellException of kind Validation that names the parameter
   */
  public void check(@Nullable Object value) {
    check(value, "");
  }

  /** Checks a parameter of an object inside others; their path goes before the name. */
  void check(@Nullable Object value, String path) {
    if (value == null) {
      if (required) {
        throw SpellException.validation(path + name, "Missing required parameter: " + path + name);
      }
      return;
    }
    if (!type.accepts(value)) {
      throw SpellException.validation(
          path + name,
          "Invalid type for parameter '%s': expected %s"
              .formatted(path + name, type.displayName()));
    }
    if (value instanceof String text && !allowed.isEmpty() && !allowed.contains(text)) {
      throw SpellException.validation(
          path + name,
          "Invalid %s: '%s'. Allowed values: %s"
              .formatted(path + name, text, String.join(", ", allowed)));
    }
    if (value instanceof Number number) {
      checkRange(number.doubleValue(), path);
    }
  }

  private void checkRange(double number, String path) {
    // Written so that NaN, which is neither below nor above, is refused too.
    if (min != null && !(number >= min) || max != null && !(number <= max)) {
      throw SpellException.validation(
          path + name,
          "Parameter '%s' is %s but must be within %s..%s"
              .formatted(path + name, plain(number), bound(min, "-inf"), bound(max, "inf")));
    }
  }

  private static String bound(@Nullable Double bound, String none) {
    return bound == null ? none : plain(bound);
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** The parameter as JSON Schema. */
  Map<String, @Nullable Object> toJsonSchema() {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    if (type != ParameterType.ANY) {
      schema.put("type", type.schemaName());
    }
    schema.put("description", description);
    if (!allowed.isEmpty()) {
      schema.put("enum", allowed);
    }
    if (min != null) {
      schema.put("minimum", number(min));
    }
    if (max != null) {
      schema.put("maximum", number(max));
    }
    if (defaultValue != null) {
      schema.put("default", defaultValue);
    }
    schema.putAll(jsonSchema);
    return schema;
  }

  /** Whole numbers without a fraction, as people write them. */
  private static Object number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? (Object) (long) value
        : (Object) value;
  }
}
