package org.llmspell.core.state.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a migration has done.
 *
 * @param id names it
 * @param schema the sort of values
 * @param status how it has ended
 * @param from the version before
 * @param to the version after
 * @param stepsCompleted how many steps were done
 * @param totalSteps how many steps there were
 * @param itemsMigrated how many values were changed, or would be
 * @param itemsSkipped how many values of the schema's entries were left as they are
 * @param startedAt when it began
 * @param duration how long it took
 * @param warnings what to look at, at most 100
 * @param errors what went wrong
 * @param dryRun whether nothing was changed
 * @param undoable whether a rollback is possible
 */
public record MigrationResult(
    String id,
    String schema,
    Status status,
    SchemaVersion from,
    SchemaVersion to,
    int stepsCompleted,
    int totalSteps,
    long itemsMigrated,
    long itemsSkipped,
    Instant startedAt,
    Duration duration,
    List<String> warnings,
    List<String> errors,
    boolean dryRun,
    boolean undoable) {

  /** Copies the lists. */
  public MigrationResult {
    warnings = List.copyOf(warnings);
    errors = List.copyOf(errors);
  }

  /** How a migration can be. */
  public enum Status {
    /** It has not begun. */
    NOT_STARTED,
    /** It runs. */
    IN_PROGRESS,
    /** It has done all. */
    COMPLETED,
    /** It has failed, and what it has changed is still changed. */
    FAILED,
    /** Everything is as it was before. */
    ROLLED_BACK;

    /** The name in results: lower case without underscores. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
  }
}
