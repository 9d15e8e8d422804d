package org.llmspell.state.migration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types of fields, and which converter leads from one to another. */
final class FieldTypes {
  private FieldTypes() {}

  /** The type of a plain value. */
  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Long _, Integer _, Short _, Byte _ -> "integer";
      case Number _ -> "number";
      case List<?> _ -> "array";
      case Map<?, ?> _ -> "object";
      default -> "something that is no plain value";
    };
  }

  /** The usual name of a type; other names stay as they are. */
  static String canonical(String type) {
    return switch (type.strip().toLowerCase(Locale.ROOT)) {
      case "string", "str", "text" -> "string";
      case "integer", "int", "long", "i64", "u64", "i32", "u32" -> "integer";
      case "number", "float", "double", "f64", "f32" -> "number";
      case "boolean", "bool" -> "boolean";
      case "array", "list" -> "array";
      case "object", "table", "map" -> "object";
      case "any", "*" -> "any";
      default -> type.strip();
    };
  }

  /** Whether a value has a type, given by its usual name. Unknown types fit everything. */
  static boolean fits(@Nullable Object value, String canonical) {
    return switch (canonical) {
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Long || isWhole(value);
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      // An empty table of a script is both.
      case "array" -> value instanceof List<?> || value instanceof Map<?, ?> m && m.isEmpty();
      case "object" -> value instanceof Map<?, ?> || value instanceof List<?> l && l.isEmpty();
      default -> true;
    };
  }

  private static boolean isWhole(@Nullable Object value) {
    return switch (value) {
      case Integer _, Short _, Byte _ -> true;
      case Double number -> number == Math.rint(number) && !Double.isInfinite(number);
      case null, default -> false;
    };
  }

  /** The converter from one type to another; empty when there is none. */
  static Optional<String> converter(String from, String to) {
    boolean simple =
        switch (canonical(from)) {
          case "array", "object" -> false;
          default -> true;
        };
    return switch (canonical(to)) {
      case "string" -> simple ? Optional.of("to_string") : Optional.empty();
      case "integer" -> simple ? Optional.of("parse_int") : Optional.empty();
      case "number" -> simple ? Optional.of("parse_float") : Optional.empty();
      case "boolean" -> simple ? Optional.of("parse_bool") : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether values of a type need no conversion to be of the other. */
  static boolean isWider(String from, String to) {
    String wide = canonical(to);
    return wide.equals("any") || wide.equals("number") && canonical(from).equals("integer");
  }

  /** A value for a message, shortened. */
  static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
