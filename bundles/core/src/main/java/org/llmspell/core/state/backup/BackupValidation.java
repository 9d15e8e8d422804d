package org.llmspell.core.state.backup;

import java.time.Instant;
import java.util.List;

/**
 * What looking through a backup and its chain found.
 *
 * @param backupId the backup
 * @param valid whether it can be restored
 * @param checksumValid whether the files are the ones that were written
 * @param integrityValid whether they hold what they should: every part readable, the chain complete
 *     down to a full backup, the entries together exactly the captured state
 * @param errors what is wrong, a sentence each
 * @param warnings what may become a problem
 * @param validatedAt when
 */
public record BackupValidation(
    String backupId,
    boolean valid,
    boolean checksumValid,
    boolean integrityValid,
    List<String> errors,
    List<String> warnings,
    Instant validatedAt) {

  /** Copies the lists. */
  public BackupValidation {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }
}
