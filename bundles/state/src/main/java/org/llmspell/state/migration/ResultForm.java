package org.llmspell.state.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaStatus;
import org.llmspell.core.state.migration.SchemaVersion;

/** Results as tables for scripts and as JSON for programs. */
final class ResultForm {
  private ResultForm() {}

  /** A migration that has ended well. */
  static Map<String, @Nullable Object> success(MigrationResult result) {
    Map<String, @Nullable Object> form = entry(result);
    form.put("success", true);
    if (result.warnings().isEmpty()) {
      form.remove("warnings");
    }
    if (result.errors().isEmpty()) {
      form.remove("errors");
    }
    return form;
  }

  /** A migration of the history. */
  static Map<String, @Nullable Object> entry(MigrationResult result) {
    return Plain.table(
        "id", result.id(),
        "schema", result.schema(),
        "status", result.status().text(),
        "from_version", result.from().toString(),
        "to_version", result.to().toString(),
        "steps_completed", result.stepsCompleted(),
        "total_steps", result.totalSteps(),
        "items_migrated", result.itemsMigrated(),
        "items_skipped", result.itemsSkipped(),
        "started_at", result.startedAt().toString(),
        "duration_ms", result.duration().toMillis(),
        "dry_run", result.dryRun(),
        "undoable", result.undoable(),
        "warnings", result.warnings(),
        "errors", result.errors());
  }

  /** The entries have that version already. */
  static Map<String, @Nullable Object> alreadyCurrent(SchemaVersion version) {
    return Plain.table(
        "success",
        true,
        "status",
        "already_current",
        "message",
        "Already at target version",
        "current_version",
        version.toString(),
        "target_version",
        version.toString(),
        "from_version",
        version.toString(),
        "to_version",
        version.toString(),
        "items_migrated",
        0L,
        "duration_ms",
        0L);
  }

  /** A migration that has failed. */
  static Map<String, @Nullable Object> failure(
      String error, Optional<SchemaVersion> from, SchemaVersion target) {
    return Plain.table(
        "success", false,
        "error", error.startsWith("Migration failed") ? error : "Migration failed: " + error,
        "from_version", from.map(SchemaVersion::toString).orElse("unknown"),
        "to_version", target.toString(),
        "target_version", target.toString());
  }

  /** Where the entries of a schema are. */
  static Map<String, @Nullable Object> status(Schemas schemas, SchemaStatus status) {
    return Plain.table(
        "schema", status.schema(),
        "current_version", status.current().toString(),
        "migration_available", !status.targets().isEmpty(),
        "total_schemas", (long) schemas.all().size(),
        "named_schemas", (long) schemas.names().size(),
        "major_versions_count", schemas.majors(),
        "latest_version", status.latest().toString(),
        "oldest_version", status.oldest().toString(),
        "is_latest", status.targets().isEmpty(),
        "compatible_versions", SchemaForm.texts(status.compatible()),
        "migration_candidates", SchemaForm.texts(status.targets()),
        "migration_targets", SchemaForm.texts(status.targets()));
  }

  /** Nothing is known. */
  static Map<String, @Nullable Object> noStatus(Schemas schemas, String error) {
    return Plain.table(
        "current_version",
        "unknown",
        "migration_available",
        false,
        "total_schemas",
        (long) schemas.all().size(),
        "major_versions_count",
        schemas.majors(),
        "compatible_versions",
        List.of(),
        "migration_candidates",
        List.of(),
        "migration_targets",
        List.of(),
        "error",
        error);
  }

  /** A plan. */
  static Map<String, @Nullable Object> plan(MigrationPlan plan) {
    return Plain.table(
        "schema", plan.schema(),
        "from_version", plan.from().toString(),
        "to_version", plan.to().toString(),
        "risk_level", plan.risk().text(),
        "requires_backup", plan.backupRequired(),
        "estimated_seconds", plan.estimate().toSeconds(),
        "complexity", (long) plan.complexity(),
        "warnings", plan.warnings(),
        "steps",
            plan.steps().stream()
                .map(step ->
                    Plain.table(
                        "from_version", step.from().toString(),
                        "to_version", step.to().toString(),
                        "type", step.type(),
                        "transforms",
                            step.transforms().stream().map(TransformForm::write).toList()))
                .toList());
  }
}
