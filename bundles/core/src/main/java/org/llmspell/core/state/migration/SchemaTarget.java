package org.llmspell.core.state.migration;

/**
 * Which entries a schema is about. In both patterns {@code *} stands for any text.
 *
 * @param scope the pattern of the scope's text, for example {@code global}, {@code user:*}, {@code
 *     *}
 * @param key the pattern of the key, for example {@code order:*}
 */
public record SchemaTarget(String scope, String key) {

  /** Every entry of every scope. */
  public static final SchemaTarget ALL = new SchemaTarget("*", "*");

  /** Replaces empty patterns by {@code *}. */
  public SchemaTarget {
    scope = scope.isEmpty() ? "*" : scope;
    key = key.isEmpty() ? "*" : key;
  }
}
