package org.llmspell.core.state.backup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the backups take.
 *
 * @param totalBackups how many there are
 * @param totalSize the size of their files in bytes
 * @param fullBackups how many are full
 * @param incrementalBackups how many are incremental
 * @param oldest when the oldest was made; null when there is none
 * @param newest when the newest was made; null when there is none
 */
public record BackupUsage(
    long totalBackups,
    long totalSize,
    long fullBackups,
    long incrementalBackups,
    @Nullable Instant oldest,
    @Nullable Instant newest) {}
