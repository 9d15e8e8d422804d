package org.llmspell.core.state.migration;

/**
 * How a field differs between two schemas.
 *
 * @param field the name of the field
 * @param kind what has changed
 * @param detail the same for people
 */
public record FieldChange(String field, Kind kind, String detail) {

  /** What can change. */
  public enum Kind {
    /** It is new. */
    ADDED,
    /** It is gone. */
    REMOVED,
    /** Its default or its rules are others. */
    MODIFIED,
    /** Its type is another one. */
    TYPE_CHANGED,
    /** It has become required, or optional. */
    REQUIRED_CHANGED
  }
}
