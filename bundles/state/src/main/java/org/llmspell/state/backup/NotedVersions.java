package org.llmspell.state.backup;

import java.util.Map;
import java.util.TreeMap;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.RecordCodec;

/** The versions that migrations have noted in a store for the entries of their schemas. */
final class NotedVersions {
  /** That of entries that no migration has touched. */
  private static final String FIRST = "1.0.0";

  private NotedVersions() {}

  /**
   * The version of the entries as one text: that of the default schema, or of the only one; of
   * several the highest.
   */
  static String of(StateSnapshot snapshot, RecordCodec codec) {
    Map<String, SchemaVersion> noted = new TreeMap<>();
    byte[] prefix = Keys.of(Keys.META, "schema:");
    snapshot.scan(
        prefix,
        prefix,
        (key, bytes) -> {
          if (codec.decode(key, bytes).value() instanceof String version) {
            noted.put(Keys.tail(key, prefix.length), SchemaVersion.parse(version));
          }
          return true;
        });
    SchemaVersion ofDefault = noted.get(StateSchema.DEFAULT_NAME);
    return ofDefault != null
        ? ofDefault.toString()
        : noted.values().stream()
            .max(SchemaVersion::compareTo)
            .map(SchemaVersion::toString)
            .orElse(FIRST);
  }
}
