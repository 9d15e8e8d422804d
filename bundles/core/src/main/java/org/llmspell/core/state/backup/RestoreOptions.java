package org.llmspell.core.state.backup;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateScope;

/**
 * How to restore.
 *
 * @param verifyChecksums whether the checksums of all files of the chain are verified first. Even
 *     without, a damaged part of a file is found by its own checksum before anything is changed
 * @param backupCurrent whether the present state is backed up first
 * @param dryRun whether only to say what would change
 * @param targetVersion a point within the chain: the id of one of its backups, or a moment (ISO
 *     8601 or seconds since 1970), which means the last backup not after it; null for the backup
 *     itself
 * @param targetScopes the scopes to restore, the others stay as they are; empty for everything
 * @param preserveUntracked whether entries that the backup does not have are kept
 */
public record RestoreOptions(
    boolean verifyChecksums,
    boolean backupCurrent,
    boolean dryRun,
    @Nullable String targetVersion,
    Set<StateScope> targetScopes,
    boolean preserveUntracked) {

  /** Verifies, backs up the present state, restores everything exactly. */
  public static final RestoreOptions DEFAULT =
      new RestoreOptions(true, true, false, null, Set.of(), false);

  /** Copies the scopes. */
  public RestoreOptions {
    targetScopes = Set.copyOf(targetScopes);
  }

  /** The same, with or without verifying. */
  public RestoreOptions verify(boolean verify) {
    return new RestoreOptions(
        verify, backupCurrent, dryRun, targetVersion, targetScopes, preserveUntracked);
  }

  /** The same, with or without a backup of the present state. */
  public RestoreOptions backup(boolean backup) {
    return new RestoreOptions(
        verifyChecksums, backup, dryRun, targetVersion, targetScopes, preserveUntracked);
  }

  /** The same, as a dry run or not. */
  public RestoreOptions dry(boolean dry) {
    return new RestoreOptions(
        verifyChecksums, backupCurrent, dry, targetVersion, targetScopes, preserveUntracked);
  }

  /** The same, to a point within the chain. */
  public RestoreOptions to(String version) {
    return new RestoreOptions(
        verifyChecksums, backupCurrent, dryRun, version, targetScopes, preserveUntracked);
  }

  /** The same, for some scopes only. */
  public RestoreOptions only(Set<StateScope> scopes) {
    return new RestoreOptions(
        verifyChecksums, backupCurrent, dryRun, targetVersion, scopes, preserveUntracked);
  }

  /** The same, keeping or removing what the backup does not have. */
  public RestoreOptions preserve(boolean preserve) {
    return new RestoreOptions(
        verifyChecksums, backupCurrent, dryRun, targetVersion, targetScopes, preserve);
  }
}
