package org.llmspell.tools.utility;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** The options of one text operation, with their types checked. */
record TextOptions(Map<String, @Nullable Object> values) {

  boolean has(String name) {
    return values.get(name) != null;
  }

  /** A text, under its name or the other one; null when there is neither. */
  @Nullable String text(String name, String alias) {
    Object value = values.get(name) != null ? values.get(name) : values.get(alias);
    if (value != null && !(value instanceof String)) {
      throw SpellException.validation(
          name, "Invalid type for parameter '%s': expected String".formatted(name));
    }
    return (String) value;
  }

  String text(String name, String alias, String otherwise) {
    String value = text(name, alias);
    return value == null ? otherwise : value;
  }

  /** A whole number between 0 and the largest one. */
  int number(String name, int otherwise, int max) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Number number)
        || number.doubleValue() != Math.rint(number.doubleValue())) {
      throw SpellException.validation(
          name, "Invalid parameter '%s': '%s' is no whole number".formatted(name, value));
    }
    if (number.doubleValue() < 0 || number.doubleValue() > max) {
      throw SpellException.validation(
          name, "Parameter '%s' is %s but must be within 0..%d".formatted(name, value, max));
    }
    return number.intValue();
  }
}
