package org.llmspell.core.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The parameters of a tool.
 *
 * @param name the tool
 * @param description one sentence for people and models
 * @param parameters in the order in which they are shown
 * @param additional whether parameters that are not named here are accepted
 * @param returns what comes back, or null when it is not said
 */
public record ToolSchema(
    String name,
    String description,
    List<ToolParameter> parameters,
    boolean additional,
    @Nullable String returns) {

  /** Copies the parameters. */
  public ToolSchema {
    parameters = List.copyOf(parameters);
  }

  /** A schema that accepts nothing but the given parameters. */
  public static ToolSchema of(String name, String description, List<ToolParameter> parameters) {
    return new ToolSchema(name, description, parameters, false, null);
  }

  /**
   * Refuses parameters that do not fit: missing, of the wrong type, outside of what is allowed, or
   * unknown.
   *
   * @throws SpellException of kind Validation that names the parameter
   */
  public void validate(Map<String, ? extends @Nullable Object> values) {
    validate(values, "");
  }

  /** Validates an object inside another one, whose path goes before the names in messages. */
  void validate(Map<String, ? extends @Nullable Object> values, String path) {
    int known = 0;
    for (ToolParameter parameter : parameters) {
      parameter.check(valueOf(parameter, values), path);
      known += present(parameter, values);
    }
    if (known < values.size() && !additional) {
      refuseUnknown(values, path);
    }
  }

  /** The value of a parameter under its name or one of its aliases; null when there is none. */
  static @Nullable Object valueOf(
      ToolParameter parameter, Map<String, ? extends @Nullable Object> values) {
    Object value = values.get(parameter.name());
    if (value == null) {
      for (String alias : parameter.aliases()) {
        value = values.get(alias);
        if (value != null) {
          break;
        }
      }
    }
    return value;
  }

  private static int present(
      ToolParameter parameter, Map<String, ? extends @Nullable Object> values) {
    int count = values.containsKey(parameter.name()) ? 1 : 0;
    for (String alias : parameter.aliases()) {
      count += values.containsKey(alias) ? 1 : 0;
    }
    return count;
  }

  private void refuseUnknown(Map<String, ? extends @Nullable Object> values, String path) {
    for (String key : values.keySet()) {
      if (parameters.stream().noneMatch(p -> p.name().equals(key) || p.aliases().contains(key))) {
        String known =
            parameters.stream().map(ToolParameter::name).collect(Collectors.joining(", "));
        throw SpellException.validation(
            path + key,
            "Unknown parameter '%s' for tool '%s'. Known parameters: %s"
                .formatted(path + key, name, known.isEmpty() ? "none" : known));
      }
    }
  }

  /** The schema as JSON Schema: {@code {type, properties, required, additionalProperties}}. */
  public Map<String, @Nullable Object> toJsonSchema() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    parameters.forEach(p -> properties.put(p.name(), p.toJsonSchema()));
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put(
        "required",
        parameters.stream().filter(ToolParameter::required).map(ToolParameter::name).toList());
    schema.put("additionalProperties", additional);
    return schema;
  }
}
