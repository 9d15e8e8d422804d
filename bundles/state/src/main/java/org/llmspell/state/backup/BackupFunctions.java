package org.llmspell.state.backup;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.BackupUsage;
import org.llmspell.core.state.backup.BackupValidation;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.core.state.backup.RestoreReport;
import org.llmspell.core.state.backup.RetentionReport;
import org.llmspell.core.state.backup.StateBackups;
import org.llmspell.state.store.StateFunctions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The functions of {@code State} for backups. What fails is told in the result, never raised. */
@Component
public final class BackupFunctions implements StateFunctions {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupFunctions(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public Map<String, ScriptFunction> open(ScriptSession session) {
    return Map.of(
        "create_backup", call -> create(session, call.truthy(0)),
        "list_backups", _ -> list(),
        "restore_backup", call -> restore(session, call.text(0, "backup_id")),
        "validate_backup", call -> validate(session, call.text(0, "backup_id")),
        "get_storage_usage", _ -> usage(),
        "cleanup_backups", call -> cleanup(call.truthy(0)));
  }

  private Object create(ScriptSession session, boolean incremental) {
    return result(
        "success",
        "Backup failed: ",
        Map.of("incremental", incremental),
        table -> {
          BackupInfo info =
              backups.create(
                  new BackupOptions(incremental, ""),
                  StateProgress.NONE,
                  session.context().cancellation());
          table.put("success", true);
          table.put("backup_id", info.id());
          table.put("size_bytes", info.sizeBytes());
          table.put("entry_count", info.entryCount());
          table.put("incremental", info.incremental());
          table.put("is_incremental", info.incremental());
          table.put("created_at", info.createdAt().getEpochSecond());
          putIfPresent(table, "parent_id", info.parentId());
        });
  }

  private Object list() {
    try {
      return backups.list().stream().map(BackupFunctions::entry).toList();
    } catch (SpellException e) {
      Map<String, @Nullable Object> problem = new LinkedHashMap<>();
      problem.put("success", false);
      problem.put("error", e.message());
      return problem;
    }
  }

  private static Map<String, @Nullable Object> entry(BackupInfo info) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("id", info.id());
    table.put("created_at", info.createdAt().getEpochSecond());
    table.put("size_bytes", info.sizeBytes());
    table.put("is_incremental", info.incremental());
    putIfPresent(table, "parent_id", info.parentId());
    table.put("state_version", info.schemaVersion());
    table.put("entry_count", info.entryCount());
    table.put("metadata", BackupMeta.plain(info));
    return table;
  }

  private Object restore(ScriptSession session, String id) {
    return result(
        "success",
        "",
        Map.of("backup_id", id),
        table -> {
          RestoreReport report =
              backups.restore(
                  id, RestoreOptions.DEFAULT, StateProgress.NONE, session.context().cancellation());
          table.put("success", true);
          table.put("backup_id", report.backupId());
          table.put("added", report.added());
          table.put("changed", report.changed());
          table.put("removed", report.removed());
          putIfPresent(table, "rollback_point", report.rollbackPoint());
        });
  }

  private Object validate(ScriptSession session, String id) {
    return result(
        "is_valid",
        "",
        Map.of("backup_id", id),
        table -> {
          BackupValidation found =
              backups.validate(id, StateProgress.NONE, session.context().cancellation());
          table.put("is_valid", found.valid());
          table.put("checksum_valid", found.checksumValid());
          table.put("integrity_valid", found.integrityValid());
          table.put("backup_id", id);
          table.put("validated_at", found.validatedAt().getEpochSecond());
          if (!found.errors().isEmpty()) {
            table.put("errors", List.copyOf(found.errors()));
          }
          if (!found.warnings().isEmpty()) {
            table.put("warnings", List.copyOf(found.warnings()));
          }
        });
  }

  private Object usage() {
    Map<String, @Nullable Object> zeros = new LinkedHashMap<>();
    for (String name :
        List.of("total_backups", "total_size", "full_backups", "incremental_backups")) {
      zeros.put(name, 0L);
    }
    return result(
        "success",
        "",
        zeros,
        table -> {
          BackupUsage usage = backups.usage();
          table.put("total_backups", usage.totalBackups());
          table.put("total_size", usage.totalSize());
          table.put("full_backups", usage.fullBackups());
          table.put("incremental_backups", usage.incrementalBackups());
          putTime(table, "oldest_backup", usage.oldest());
          putTime(table, "newest_backup", usage.newest());
        });
  }

  private Object cleanup(boolean dryRun) {
    return result(
        "success",
        "",
        Map.of("dry_run", dryRun, "deleted_count", 0L, "retained_count", 0L, "space_freed", 0L),
        table -> {
          RetentionReport report = backups.cleanup(dryRun);
          table.put("success", true);
          table.put("dry_run", dryRun);
          table.put("deleted_count", report.deletedCount());
          table.put("retained_count", report.retainedCount());
          table.put("space_freed", report.spaceFreed());
        });
  }

  /** A table; when the work fails, one that says so and has some fields besides. */
  private static Object result(
      String success,
      String prefix,
      Map<String, ? extends @Nullable Object> otherwise,
      Consumer<Map<String, @Nullable Object>> work) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    try {
      work.accept(table);
    } catch (SpellException | CancellationException e) {
      table.clear();
      table.putAll(otherwise);
      table.put(success, false);
      table.put(
          "error",
          prefix
              + (e instanceof SpellException known
                  ? known.message()
                  : "it was cancelled: " + e.getMessage()));
    }
    return table;
  }

  private static void putIfPresent(
      Map<String, @Nullable Object> table, String name, @Nullable Object value) {
    if (value != null) {
      table.put(name, value);
    }
  }

  private static void putTime(
      Map<String, @Nullable Object> table, String name, @Nullable Instant time) {
    putIfPresent(table, name, time == null ? null : time.getEpochSecond());
  }
}
