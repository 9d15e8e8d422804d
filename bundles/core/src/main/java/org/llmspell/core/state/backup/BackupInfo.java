package org.llmspell.core.state.backup;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backup: the whole state at one moment, stored wholly or as the difference to its parent.
 *
 * @param id its name, {@code backup_<unix seconds>_<8 hex digits>}
 * @param sequence counts the backups of a folder; a later backup has a greater one, also when the
 *     clock was set back
 * @param createdAt the moment whose state it holds
 * @param incremental whether it holds only what differs from its parent
 * @param parentId the backup that it builds on; null for a full one
 * @param description what its maker wrote about it, possibly empty
 * @param schemaVersion the version of the state's schema
 * @param sizeBytes the size of its file
 * @param entryCount how many entries the state had
 * @param changedEntries how many entries its file holds: set, or removed since the parent
 * @param totalSize the size of the entries in its file before compression, in bytes
 * @param scopes the scopes and typed stores that have entries, as texts, in their order
 * @param compression how it is compressed: none, gzip, zstd or lz4
 * @param compressionLevel from 1 (fast) to 9 (small)
 * @param encryption how it is encrypted; null when it is not
 * @param sha256 the SHA-256 of its file, in hexadecimal digits
 * @param durationMillis how long it took
 */
public record BackupInfo(
    String id,
    long sequence,
    Instant createdAt,
    boolean incremental,
    @Nullable String parentId,
    String description,
    String schemaVersion,
    long sizeBytes,
    long entryCount,
    long changedEntries,
    long totalSize,
    List<String> scopes,
    String compression,
    int compressionLevel,
    @Nullable String encryption,
    String sha256,
    long durationMillis) {

  /** Copies the scopes. */
  public BackupInfo {
    scopes = List.copyOf(scopes);
  }
}
