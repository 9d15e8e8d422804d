package org.llmspell.core.state.migration;

import java.util.Locale;
import org.llmspell.core.error.SpellException;

/** How closely values are looked at before and after they are changed. */
public enum ValidationLevel {
  /** Not at all. */
  NONE,
  /** Missing required fields become warnings. */
  BASIC,
  /** Missing required fields and wrong types end the migration. */
  STRICT,
  /**
   * Like strict; also the validators of fields, every value is tried before the first one is
   * changed, and what is written is read back.
   */
  PARANOID;

  /** The name in scripts: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name.
   *
   * @throws SpellException of kind Validation when there is no such level
   */
  public static ValidationLevel parse(String text) {
    try {
      return valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw SpellException.validation(
          "validation_level",
          "Unknown validation level '%s'; use none, basic, strict or paranoid".formatted(text));
    }
  }
}
