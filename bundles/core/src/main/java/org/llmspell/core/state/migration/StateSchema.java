package org.llmspell.core.state.migration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What values of one sort look like in one version. Immutable.
 *
 * @param name what sort of values; all versions of one sort have the same name
 * @param version the version
 * @param fields the fields by their names, which may be dotted
 * @param transforms what turns a value of the version before into one of this; what they leave open
 *     is derived from the fields
 * @param targets which entries have this shape; those of the newest version count
 * @param compatibility what it means for those who know an older one
 * @param migrationPath the versions that a migration may come from directly; empty for any
 * @param dependencies versions of this sort that must be there too
 * @param current whether values whose version is not known have this version
 * @param metadata remarks
 */
public record StateSchema(
    String name,
    SchemaVersion version,
    Map<String, SchemaField> fields,
    List<FieldTransform> transforms,
    List<SchemaTarget> targets,
    SchemaCompatibility compatibility,
    List<SchemaVersion> migrationPath,
    List<SchemaVersion> dependencies,
    boolean current,
    Map<String, String> metadata) {

  /** The name of schemas that have none. */
  public static final String DEFAULT_NAME = "default";

  /** Copies the collections. */
  public StateSchema {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    transforms = List.copyOf(transforms);
    targets = targets.isEmpty() ? List.of(SchemaTarget.ALL) : List.copyOf(targets);
    migrationPath = List.copyOf(migrationPath);
    dependencies = List.copyOf(dependencies);
    metadata = Map.copyOf(metadata);
  }

  /** A schema of every entry, whose changes are all derived from its fields. */
  public static StateSchema of(
      String name, SchemaVersion version, Map<String, SchemaField> fields) {
    return new StateSchema(
        name,
        version,
        fields,
        List.of(),
        List.of(),
        SchemaCompatibility.BACKWARD_COMPATIBLE,
        List.of(),
        List.of(),
        false,
        Map.of());
  }

  /** The same schema with these changes. */
  public StateSchema withTransforms(FieldTransform... changes) {
    return new StateSchema(
        name,
        version,
        fields,
        List.of(changes),
        targets,
        compatibility,
        migrationPath,
        dependencies,
        current,
        metadata);
  }

  /** The same schema for these entries. */
  public StateSchema withTargets(SchemaTarget... entries) {
    return new StateSchema(
        name,
        version,
        fields,
        transforms,
        List.of(entries),
        compatibility,
        migrationPath,
        dependencies,
        current,
        metadata);
  }

  /** SHA-256 over all that decides what a migration does, as hexadecimal digits. */
  public String hash() {
    String text =
        "%s %s %s %s %s %s %s %s"
            .formatted(
                name,
                version.numbers(),
                version.preRelease(),
                new TreeMap<>(fields),
                transforms,
                targets,
                migrationPath,
                dependencies);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
