package org.llmspell.core.state.migration;

import java.time.Duration;
import org.llmspell.core.error.SpellException;

/**
 * How a migration runs.
 *
 * @param dryRun whether to find out only what would change
 * @param createBackup whether the values from before are kept after it, for a rollback
 * @param batchSize how many values are changed by one write, 1 to 1,000,000; fewer when they are
 *     large
 * @param validation how closely values are looked at
 * @param rollbackOnError whether what was changed is changed back when it fails
 * @param timeout after which time it fails
 */
public record MigrationOptions(
    boolean dryRun,
    boolean createBackup,
    int batchSize,
    ValidationLevel validation,
    boolean rollbackOnError,
    Duration timeout) {

  /** A backup, batches of 5,000, strict, rolled back on errors, five minutes. */
  public static final MigrationOptions DEFAULT =
      new MigrationOptions(false, true, 5_000, ValidationLevel.STRICT, true, Duration.ofMinutes(5));

  private static final int MAX_BATCH = 1_000_000;

  /** Checks the numbers. */
  public MigrationOptions {
    if (batchSize < 1 || batchSize > MAX_BATCH) {
      throw SpellException.validation(
          "batch_size",
          "The batch size is %d but must be between 1 and %d".formatted(batchSize, MAX_BATCH));
    }
    if (!timeout.isPositive()) {
      throw SpellException.validation(
          "timeout", "The timeout of a migration is %s but must be positive".formatted(timeout));
    }
  }

  /** The same options, as a dry run or not. */
  public MigrationOptions withDryRun(boolean dry) {
    return new MigrationOptions(dry, createBackup, batchSize, validation, rollbackOnError, timeout);
  }

  /** The same options with or without a backup. */
  public MigrationOptions withBackup(boolean backup) {
    return new MigrationOptions(dryRun, backup, batchSize, validation, rollbackOnError, timeout);
  }

  /** The same options with another size of batches. */
  public MigrationOptions withBatchSize(int size) {
    return new MigrationOptions(dryRun, createBackup, size, validation, rollbackOnError, timeout);
  }

  /** The same options with another validation. */
  public MigrationOptions withValidation(ValidationLevel level) {
    return new MigrationOptions(dryRun, createBackup, batchSize, level, rollbackOnError, timeout);
  }

  /** The same options with or without rollback on errors. */
  public MigrationOptions withRollbackOnError(boolean rollback) {
    return new MigrationOptions(dryRun, createBackup, batchSize, validation, rollback, timeout);
  }

  /** The same options with another timeout. */
  public MigrationOptions withTimeout(Duration time) {
    return new MigrationOptions(dryRun, createBackup, batchSize, validation, rollbackOnError, time);
  }
}
