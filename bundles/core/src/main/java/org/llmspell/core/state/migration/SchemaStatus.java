package org.llmspell.core.state.migration;

import java.util.List;

/**
 * Where the values of one schema are and where they can go.
 *
 * @param schema the name of the schema
 * @param current the version that the values have
 * @param versions all versions, oldest first
 * @param targets the versions that they can be migrated to, oldest first
 * @param compatible the versions that can stand in for the current one
 */
public record SchemaStatus(
    String schema,
    SchemaVersion current,
    List<SchemaVersion> versions,
    List<SchemaVersion> targets,
    List<SchemaVersion> compatible) {

  /** Copies the lists. */
  public SchemaStatus {
    versions = List.copyOf(versions);
    targets = List.copyOf(targets);
    compatible = List.copyOf(compatible);
  }

  /** The newest version. */
  public SchemaVersion latest() {
    return versions.getLast();
  }

  /** The oldest version. */
  public SchemaVersion oldest() {
    return versions.getFirst();
  }
}
