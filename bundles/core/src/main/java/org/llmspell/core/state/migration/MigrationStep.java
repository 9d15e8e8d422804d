package org.llmspell.core.state.migration;

import java.util.List;

/**
 * One step of a migration, from one version to another.
 *
 * @param from the version before
 * @param to the version after
 * @param type {@code minor_upgrade}, {@code standard_migration}, {@code breaking_migration} or
 *     {@code major_migration}
 * @param report how the two compare
 * @param transforms what is done to each value
 */
public record MigrationStep(
    SchemaVersion from,
    SchemaVersion to,
    String type,
    CompatibilityReport report,
    List<FieldTransform> transforms) {

  /** Copies the list. */
  public MigrationStep {
    transforms = List.copyOf(transforms);
  }
}
