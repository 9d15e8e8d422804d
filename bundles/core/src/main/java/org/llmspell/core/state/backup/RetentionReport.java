package org.llmspell.core.state.backup;

import java.util.List;

/**
 * What a cleanup did, or would do.
 *
 * @param dryRun whether nothing was deleted
 * @param evaluatedCount how many backups were looked at
 * @param retainedCount how many stay
 * @param deletedCount how many were deleted
 * @param spaceFreed how many bytes that gave back
 * @param decisions one for each backup, the newest first
 * @param durationMillis how long it took
 */
public record RetentionReport(
    boolean dryRun,
    long evaluatedCount,
    long retainedCount,
    long deletedCount,
    long spaceFreed,
    List<RetentionDecision> decisions,
    long durationMillis) {

  /** Copies the decisions. */
  public RetentionReport {
    decisions = List.copyOf(decisions);
  }
}
