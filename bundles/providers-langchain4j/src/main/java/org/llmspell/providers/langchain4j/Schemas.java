package org.llmspell.providers.langchain4j;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas in the form of the library, which knows types, enums, properties and descriptions.
 * Bounds and the like have no place in it: they are told in the description. What tools get is
 * checked against the whole schema anyway.
 */
final class Schemas {
  private static final List<String> TOLD =
      List.of("default", "minimum", "maximum", "minLength", "maxLength", "pattern", "format");

  private Schemas() {}

  static JsonObjectSchema object(Map<?, ?> schema) {
    var builder = JsonObjectSchema.builder();
    String description = description(schema);
    if (description != null) {
      builder.description(description);
    }
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) -> builder.addProperty(String.valueOf(name), element(property)));
    }
    if (schema.get("required") instanceof List<?> required) {
      builder.required(required.stream().map(String::valueOf).toList());
    }
    if (schema.get("additionalProperties") instanceof Boolean more) {
      builder.additionalProperties(more);
    }
    return builder.build();
  }

  private static JsonSchemaElement element(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> schema)) {
      return JsonStringSchema.builder().build();
    }
    String description = description(schema);
    if (schema.get("enum") instanceof List<?> values && !values.isEmpty()) {
      return JsonEnumSchema.builder()
          .description(description)
          .enumValues(values.stream().map(String::valueOf).toList())
          .build();
    }
    return switch (type(schema)) {
      case "integer" -> JsonIntegerSchema.builder().description(description).build();
      case "number" -> JsonNumberSchema.builder().description(description).build();
      case "boolean" -> JsonBooleanSchema.builder().description(description).build();
      case "array" ->
          JsonArraySchema.builder()
              .description(description)
              .items(element(schema.get("items")))
              .build();
      case "object" -> object(schema);
      default -> JsonStringSchema.builder().description(description).build();
    };
  }

  private static String type(Map<?, ?> schema) {
    Object type = schema.get("type");
    if (type instanceof List<?> types) {
      type =
          types.stream()
              .map(String::valueOf)
              .filter(t -> !t.equals("null"))
              .findFirst()
              .orElse("string");
    }
    if (type == null && schema.get("properties") != null) {
      return "object";
    }
    return String.valueOf(type);
  }

  @SuppressWarnings("NullAway") // the builders of the library take null for none
  private static @Nullable String description(Map<?, ?> schema) {
    var text = new StringBuilder();
    if (schema.get("description") instanceof String description) {
      text.append(description);
    }
    for (String told : TOLD) {
      Object value = schema.get(told);
      if (value != null && !(value instanceof Map<?, ?>)) {
        text.append(text.isEmpty() ? "" : "; ").append(told).append(": ").append(value);
      }
    }
    return text.isEmpty() ? null : text.toString();
  }
}
