package org.llmspell.state.migration;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.FieldTransform;

/**
 * Converts values from one type to another. A value that has the type already stays; so does null.
 */
final class Conversions {
  private static final Set<String> KNOWN =
      Set.of("parse_int", "parse_float", "parse_bool", "to_string");

  private Conversions() {}

  static void check(FieldTransform.Convert convert) {
    if (!KNOWN.contains(convert.converter())) {
      throw SpellException.validation(
          "converter",
          "Unknown converter '%s' for field '%s'; use parse_int, parse_float, parse_bool or to_string"
              .formatted(convert.converter(), convert.from()));
    }
  }

  static @Nullable Object convert(FieldTransform.Convert convert, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    try {
      return switch (convert.converter()) {
        case "parse_int" -> whole(value);
        case "parse_float" ->
            value instanceof Number number
                ? (Object) number.doubleValue()
                : (Object) finite(Double.parseDouble(text(value).strip()));
        case "parse_bool" -> flag(value);
        default -> text(value);
      };
    } catch (ArithmeticException | IllegalArgumentException _) {
      throw new TransformException(
          "TypeConversionFailed",
          "Field '%s' can not be converted from %s to %s: its value is %s"
              .formatted(
                  convert.from(),
                  FieldTypes.of(value),
                  convert.toType().isEmpty() ? convert.converter() : convert.toType(),
                  FieldTypes.shown(value)));
    }
  }

  private static Object whole(Object value) {
    return switch (value) {
      case Long _ -> value;
      case Double number -> new BigDecimal(number).longValueExact();
      case Number number -> number.longValue();
      default -> new BigDecimal(text(value).strip()).longValueExact();
    };
  }

  private static double finite(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new IllegalArgumentException();
    }
    return number;
  }

  private static Object flag(Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  /** The text of a simple value. */
  static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> throw new IllegalArgumentException();
    };
  }
}
