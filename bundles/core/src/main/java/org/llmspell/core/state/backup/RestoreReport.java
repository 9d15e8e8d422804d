package org.llmspell.core.state.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore did, or would do.
 *
 * @param backupId the backup that was restored, after the target version was looked up
 * @param dryRun whether nothing was changed
 * @param state how it ended
 * @param chain the backups that were read, the full one first
 * @param rollbackPoint the backup of the state before; null when none was asked for
 * @param added how many entries came back
 * @param changed how many entries got another value
 * @param removed how many entries the backup did not have
 * @param unchanged how many entries were the same already
 * @param scopes the scopes and typed stores with entries that differ, in their order
 * @param durationMillis how long it took
 */
public record RestoreReport(
    String backupId,
    boolean dryRun,
    RecoveryState state,
    List<String> chain,
    @Nullable String rollbackPoint,
    long added,
    long changed,
    long removed,
    long unchanged,
    List<String> scopes,
    long durationMillis) {

  /** Copies the lists. */
  public RestoreReport {
    chain = List.copyOf(chain);
    scopes = List.copyOf(scopes);
  }
}
