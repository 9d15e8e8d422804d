package org.llmspell.state.backup;

import java.nio.file.Path;
import java.time.Duration;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.store.StateSettings;

/**
 * The settings {@code runtime.state_persistence.backup.*}.
 *
 * @param enabled whether backups are allowed
 * @param folder where they are
 * @param compression how they are compressed
 * @param level from 1 (fast) to 9 (small)
 * @param incremental whether incremental ones are allowed
 * @param fullInterval a chain whose full backup is older is not continued
 * @param maxChain how many backups a chain may have
 * @param maxBackups how many are kept, whatever their age
 * @param maxAge up to which age they are kept, however many they are
 * @param keepImportant whether the newest full backup and the first of each day are kept besides
 */
record BackupSettings(
    boolean enabled,
    Path folder,
    Compression compression,
    int level,
    boolean incremental,
    Duration fullInterval,
    int maxChain,
    int maxBackups,
    Duration maxAge,
    boolean keepImportant) {
  private static final String PREFIX = "runtime.state_persistence.";
  private static final int MAX_LEVEL = 9;

  /** Reads the settings. Relative folders start in the data folder. */
  static BackupSettings of(StateSettings settings) {
    long level = settings.number("backup.compression_level", 3, 1);
    if (level > MAX_LEVEL) {
      throw SpellException.configuration(
          "Setting '%sbackup.compression_level' is %d but must be from 1 to %d"
              .formatted(PREFIX, level, MAX_LEVEL),
          null);
    }
    return new BackupSettings(
        settings.isBackupEnabled(),
        settings.home().resolve(settings.text("backup.backup_dir").orElse("backups")).normalize(),
        settings.flag("backup.compression_enabled", true)
            ? Compression.parse(
                settings.text("backup.compression_type").orElse("zstd"),
                PREFIX + "backup.compression_type")
            : Compression.NONE,
        (int) level,
        settings.flag("backup.incremental_enabled", true),
        settings.duration("backup.full_backup_interval", Duration.ofDays(1)),
        (int) Math.min(256, settings.number("backup.max_chain_length", 32, 1)),
        (int) Math.min(Integer.MAX_VALUE, settings.number("backup.max_backups", 10, 1)),
        settings.duration("backup.max_backup_age", Duration.ofDays(30)),
        settings.flag("backup.keep_important", false));
  }
}
