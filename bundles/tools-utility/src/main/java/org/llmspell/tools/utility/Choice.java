package org.llmspell.tools.utility;

import java.util.List;
import org.llmspell.core.error.SpellException;

/** Refuses a value that is none of those allowed, naming both. */
final class Choice {
  private Choice() {}

  /** The error for a field whose value is none of those allowed. */
  static SpellException invalid(String field, Object value, List<String> allowed) {
    return SpellException.validation(
        field,
        "Invalid %s: '%s'. Allowed values: %s".formatted(field, value, String.join(", ", allowed)));
  }

  /** The error for a parameter that this operation needs. */
  static SpellException missing(String parameter) {
    return SpellException.validation(parameter, "Missing required parameter '" + parameter + "'");
  }
}
