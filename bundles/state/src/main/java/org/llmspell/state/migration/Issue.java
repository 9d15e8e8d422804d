package org.llmspell.state.migration;

/**
 * What is wrong with a value.
 *
 * @param rule the rule that it breaks
 * @param severity how bad that is
 * @param field the field
 * @param message a sentence
 */
record Issue(String rule, Severity severity, String field, String message) {

  /** How bad an issue is. */
  enum Severity {
    /** Worth knowing. */
    WARNING,
    /** The value is wrong. */
    ERROR,
    /** The value is of no use. */
    CRITICAL
  }
}
