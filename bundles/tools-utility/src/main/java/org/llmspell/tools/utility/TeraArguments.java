package org.llmspell.tools.utility;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arguments of one call of a filter. */
record TeraArguments(String filter, Map<String, Object> values) {

  @Nullable Object value(String name) {
    return values.get(name);
  }

  String text(String name, String otherwise) {
    return Objects.toString(values.get(name), otherwise);
  }

  String needed(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw TeraFilters.failed(filter, "argument '%s' is missing".formatted(name));
    }
    return value.toString();
  }

  double number(String name, double otherwise) {
    Object value = values.get(name);
    return value == null ? otherwise : TeraFilters.number(value);
  }
}
