package org.llmspell.core.state.backup;

/**
 * What kind of backup to make.
 *
 * @param incremental whether only the difference to the newest backup is stored. A full one is made
 *     all the same when there is none, when its chain is too long or too old, or when it can not be
 *     read
 * @param description a text for people, possibly empty
 */
public record BackupOptions(boolean incremental, String description) {

  /** A full backup. */
  public static final BackupOptions FULL = new BackupOptions(false, "");

  /** An incremental backup. */
  public static final BackupOptions INCREMENTAL = new BackupOptions(true, "");
}
