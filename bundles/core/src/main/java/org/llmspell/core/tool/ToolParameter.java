package org.llmspell.core.tool;

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
    List<String> aliases) {

  /** Copies the lists. */
  public ToolParameter {
    allowed = List.copyOf(allowed);
    aliases = List.copyOf(aliases);
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
    if (value == null) {
      if (required) {
        throw SpellException.validation(name, "Missing required parameter: " + name);
      }
      return;
    }
    if (!type.accepts(value)) {
      throw SpellException.validation(
          name, "Invalid type for parameter '%s': expected %s".formatted(name, type.displayName()));
    }
    if (value instanceof String text && !allowed.isEmpty() && !allowed.contains(text)) {
      throw SpellException.validation(
          name,
          "Invalid %s: '%s'. Allowed values: %s".formatted(name, text, String.join(", ", allowed)));
    }
    if (value instanceof Number number) {
      checkRange(number.doubleValue());
    }
  }

  private void checkRange(double number) {
    if (min != null && number < min || max != null && number > max) {
      throw SpellException.validation(
          name,
          "Parameter '%s' is %s but must be within %s..%s"
              .formatted(name, plain(number), bound(min, "-inf"), bound(max, "inf")));
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
      schema.put("minimum", min);
    }
    if (max != null) {
      schema.put("maximum", max);
    }
    if (defaultValue != null) {
      schema.put("default", defaultValue);
    }
    return schema;
  }
}
