package org.llmspell.tools.utility;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule of data validation. Values that a rule is not about pass. */
sealed interface Rule {

  /** Not null and not an empty text. */
  record Required() implements Rule {}

  /** Exactly this JSON type. */
  record Type(String expected) implements Rule {}

  /** Length of a text in bytes, or of a list in items. */
  record Length(@Nullable Double min, @Nullable Double max) implements Rule {}

  /** Range of a number. */
  record Range(@Nullable Double min, @Nullable Double max) implements Rule {}

  /** A regular expression that occurs in a text. */
  record Pattern(String source, SafeRegex regex) implements Rule {}

  /** One of these values. */
  record OneOf(List<?> values) implements Rule {}

  /** The address of a mailbox. */
  record Email() implements Rule {}

  /** An absolute URL. */
  record Url() implements Rule {}

  /** A date and time in this notation. */
  record Date(String format, DateTimeFormatter formatter) implements Rule {}

  /** A check by name: phone, uuid or credit_card. */
  record Custom(String name) implements Rule {}

  /** The items of a list. */
  record Items(@Nullable Double min, @Nullable Double max, boolean unique, List<Rule> each)
      implements Rule {}

  /** The entries of an object. */
  record Entries(Map<String, List<Rule>> properties, Set<String> required, boolean additional)
      implements Rule {}
}
