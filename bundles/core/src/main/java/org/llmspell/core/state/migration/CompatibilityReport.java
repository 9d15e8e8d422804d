package org.llmspell.core.state.migration;

import java.util.List;

/**
 * What two versions of a schema mean for each other.
 *
 * @param compatible whether nothing breaks
 * @param level what the newer one means for those who know the older
 * @param breakingChanges what breaks, a sentence each
 * @param warnings what to look at, a sentence each
 * @param fieldChanges all differences
 * @param migrationRequired whether values have to change
 * @param risk how much can go wrong
 */
public record CompatibilityReport(
    boolean compatible,
    SchemaCompatibility level,
    List<String> breakingChanges,
    List<String> warnings,
    List<FieldChange> fieldChanges,
    boolean migrationRequired,
    RiskLevel risk) {

  /** Copies the lists. */
  public CompatibilityReport {
    breakingChanges = List.copyOf(breakingChanges);
    warnings = List.copyOf(warnings);
    fieldChanges = List.copyOf(fieldChanges);
  }
}
