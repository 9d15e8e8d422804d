package org.llmspell.core.state.backup;

import java.nio.file.Path;
import java.util.List;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.StateProgress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Backups of the state; a service. Safe to share between threads; what changes the folder or the
 * state runs one at a time.
 *
 * <p>Methods throw {@link org.llmspell.core.error.SpellException}: of kind Configuration when
 * backups are switched off or a setting is wrong; of kind Validation when there is no such backup;
 * of kind Storage when a file can not be read or written, or is damaged. Long ones throw {@link
 * java.util.concurrent.CancellationException} when they were cancelled, or the calling thread
 * interrupted, and leave nothing half done behind.
 */
@ProviderType
public interface StateBackups {

  /** Whether the settings allow backups. */
  boolean enabled();

  /** The folder of the backups. */
  Path folder();

  /**
   * Makes a backup of the state as it is at the start of the call, while others write; then throws
   * away those that the retention policy does not keep.
   */
  BackupInfo create(BackupOptions options, StateProgress progress, Cancellation cancellation);

  /** All backups, the newest first. */
  List<BackupInfo> list();

  /** The backup with an id. */
  BackupInfo info(String id);

  /**
   * Looks through a backup and its chain without restoring.
   *
   * @throws org.llmspell.core.error.SpellException of kind Validation only when there is no such
   *     backup; what is wrong with it is in the answer
   */
  BackupValidation validate(String id, StateProgress progress, Cancellation cancellation);

  /**
   * Makes the state the one of a backup. Others wait meanwhile. When the process dies in the middle
   * the restore is completed at the next start; when it fails the state is the one from before.
   */
  RestoreReport restore(
      String id, RestoreOptions options, StateProgress progress, Cancellation cancellation);

  /** What the backups take. */
  BackupUsage usage();

  /** Deletes what the retention policy does not keep. */
  RetentionReport cleanup(boolean dryRun);

  /** Deletes a backup on which no other builds. */
  BackupInfo delete(String id);
}
