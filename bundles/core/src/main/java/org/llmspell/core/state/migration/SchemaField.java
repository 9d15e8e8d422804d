package org.llmspell.core.state.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a schema.
 *
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code object},
 *     {@code array} or {@code any}; other names are allowed and not checked
 * @param required whether every value has it
 * @param defaultValue what a migration gives to values without it, a plain value; null for nothing
 * @param validators more rules, each {@code not_null}, {@code range:MIN,MAX}, {@code
 *     length:MIN,MAX}, {@code pattern:TEXT} (contains the text) or {@code one_of:A,B}
 */
public record SchemaField(
    String type, boolean required, @Nullable Object defaultValue, List<String> validators) {

  /** Copies the validators. */
  public SchemaField {
    validators = List.copyOf(validators);
  }

  /** A field that values need not have. */
  public static SchemaField optional(String type) {
    return new SchemaField(type, false, null, List.of());
  }

  /** A field that every value has. */
  public static SchemaField required(String type) {
    return new SchemaField(type, true, null, List.of());
  }

  /** The same field with a default. */
  public SchemaField withDefault(@Nullable Object value) {
    return new SchemaField(type, required, value, validators);
  }

  /** The same field with these rules. */
  public SchemaField withValidators(String... rules) {
    return new SchemaField(type, required, defaultValue, List.of(rules));
  }
}
