package org.llmspell.core.tool;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON type of a tool's parameter. */
public enum ParameterType {
  /** Text. */
  STRING,
  /** A number, whole or not. */
  NUMBER,
  /** True or false. */
  BOOLEAN,
  /** A list. */
  ARRAY,
  /** A table with text keys. */
  OBJECT,
  /** Nothing. */
  NULL,
  /** Any of the above. */
  ANY;

  /** The name in schemas, in lower case. */
  public String schemaName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name in messages, for example {@code String}. */
  public String displayName() {
    return name().charAt(0) + schemaName().substring(1);
  }

  /**
   * Whether a plain value has this type. An empty object counts as an empty array too, because a
   * script language may have but one notation for both.
   */
  public boolean accepts(@Nullable Object value) {
    return switch (this) {
      case STRING -> value instanceof String;
      case NUMBER -> value instanceof Number;
      case BOOLEAN -> value instanceof Boolean;
      case ARRAY -> value instanceof List || value instanceof Map<?, ?> map && map.isEmpty();
      case OBJECT -> value instanceof Map;
      case NULL -> value == null;
      case ANY -> true;
    };
  }
}
