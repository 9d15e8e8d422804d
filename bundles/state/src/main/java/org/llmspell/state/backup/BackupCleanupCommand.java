package org.llmspell.state.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.state.backup.RetentionReport;
import org.llmspell.core.state.backup.StateBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code backup cleanup}. */
@Component
@CommandSpec(
    name = "backup cleanup",
    summary = "Deletes the backups that the retention policy does not keep",
    options = {"-d, --dry-run: only say what would go", "-v, --verbose: say why for each"})
public final class BackupCleanupCommand implements Command {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupCleanupCommand(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public int run(CommandCall call) {
    RetentionReport report = backups.cleanup(call.flag("dry-run"));
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %d of %d backups, %s"
            .formatted(
                report.dryRun() ? "Would delete" : "Deleted",
                report.deletedCount(),
                report.evaluatedCount(),
                CommandSupport.size(report.spaceFreed())));
    if (call.flag("verbose")) {
      report
          .decisions()
          .forEach(one ->
              lines.add(
                  "  %s %s (%s): %s"
                      .formatted(
                          one.retain() ? "keep  " : "delete",
                          one.backupId(),
                          one.priority().text(),
                          one.reason())));
    }
    call.answer(String.join("\n", lines), data(report));
    return CommandRunner.OK;
  }

  private static Map<String, @Nullable Object> data(RetentionReport report) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("dry_run", report.dryRun());
    data.put("evaluated_count", report.evaluatedCount());
    data.put("retained_count", report.retainedCount());
    data.put("deleted_count", report.deletedCount());
    data.put("space_freed", report.spaceFreed());
    data.put("execution_time_ms", report.durationMillis());
    data.put(
        "decisions",
        report.decisions().stream()
            .map(one ->
                Map.of(
                    "backup_id", one.backupId(),
                    "should_retain", one.retain(),
                    "priority", one.priority().text(),
                    "reason", one.reason()))
            .toList());
    return data;
  }
}
