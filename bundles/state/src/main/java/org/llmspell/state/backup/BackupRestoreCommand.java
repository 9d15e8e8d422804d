package org.llmspell.state.backup;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.core.state.backup.RestoreReport;
import org.llmspell.core.state.backup.StateBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code backup restore}. */
@Component
@CommandSpec(
    name = "backup restore",
    summary = "Makes the state the one of a backup",
    parameters = "ID",
    options = {
      "-d, --dry-run: only say what would change",
      "--skip-verify: do not compare the checksums of the files first",
      "--no-backup: do not back up the present state first",
      "--target VERSION: a point in the chain: the id of a backup, or a moment such as 2026-03-01T10:00:00Z"
    })
public final class BackupRestoreCommand implements Command {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupRestoreCommand(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public int run(CommandCall call) throws InterruptedException {
    return CommandSupport.run(
        () -> {
          var options =
              RestoreOptions.DEFAULT
                  .dry(call.flag("dry-run"))
                  .verify(!call.flag("skip-verify"))
                  .backup(!call.flag("no-backup"));
          RestoreReport report =
              backups.restore(
                  call.parameters().getFirst(),
                  call.option("target").map(options::to).orElse(options),
                  CommandSupport.progress(call),
                  Cancellation.create());
          call.answer(text(report), data(report));
        },
        "The state is as it was");
  }

  private static String text(RestoreReport report) {
    String saved = report.rollbackPoint();
    return "%s %s: %d added, %d changed, %d removed, %d the same already%s"
        .formatted(
            report.dryRun() ? "Nothing was changed. Restoring" : "Restored",
            report.backupId(),
            report.added(),
            report.changed(),
            report.removed(),
            report.unchanged(),
            saved == null ? "" : "\nThe state before is backup " + saved);
  }

  private static Map<String, @Nullable Object> data(RestoreReport report) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("backup_id", report.backupId());
    data.put("dry_run", report.dryRun());
    data.put("state", report.state().text());
    data.put("chain", report.chain());
    data.put("rollback_point", report.rollbackPoint());
    data.put("added", report.added());
    data.put("changed", report.changed());
    data.put("removed", report.removed());
    data.put("unchanged", report.unchanged());
    data.put("scopes", report.scopes());
    data.put("duration_ms", report.durationMillis());
    return data;
  }
}
