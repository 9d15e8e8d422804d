package org.llmspell.core.state.backup;

import java.util.Locale;

/** How far a restore is. */
public enum RecoveryState {
  /** Looks up the backup and its chain. */
  PREPARING,
  /** Verifies the files. */
  VALIDATING_BACKUPS,
  /** Backs up the present state and writes down what will change. */
  CREATING_ROLLBACK_POINT,
  /** Changes entries. */
  RESTORING_DATA,
  /** Compares the state with what was captured. */
  VERIFYING_RESTORE,
  /** The state is the one of the backup. */
  COMPLETED,
  /** Failed before anything was changed. */
  FAILED,
  /** Failed, and the state is the one from before. */
  ROLLED_BACK;

  /** The name in events and reports: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
