package org.llmspell.state.backup;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.StateBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code backup list}. */
@Component
@CommandSpec(
    name = "backup list",
    summary = "Lists the backups, the newest first",
    options = {"-l, --limit N: at most so many, 20 by default", "-v, --verbose: show more of each"})
public final class BackupListCommand implements Command {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupListCommand(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public int run(CommandCall call) {
    int limit = limit(call.option("limit").orElse("20"));
    List<BackupInfo> all = backups.list();
    List<BackupInfo> shown = all.subList(0, Math.min(limit, all.size()));
    boolean verbose = call.flag("verbose");
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        verbose
            ? List.of(
                "ID",
                "CREATED",
                "KIND",
                "ENTRIES",
                "STORED",
                "SIZE",
                "PARENT",
                "SCOPES",
                "DESCRIPTION")
            : List.of("ID", "CREATED", "KIND", "ENTRIES", "SIZE", "DESCRIPTION"));
    shown.forEach(info -> rows.add(row(info, verbose)));
    String text = CommandSupport.table(rows);
    if (shown.size() < all.size()) {
      text += "\n%d more; --limit shows them".formatted(all.size() - shown.size());
    }
    call.answer(
        all.isEmpty() ? "No backups in " + backups.folder() : text,
        shown.stream().map(BackupMeta::plain).toList());
    return CommandRunner.OK;
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit > 0) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new UsageException("--limit is '%s' but must be a whole number above 0".formatted(text));
  }

  private static List<String> row(BackupInfo info, boolean verbose) {
    String kind = info.incremental() ? "incremental" : "full";
    String created = info.createdAt().truncatedTo(ChronoUnit.SECONDS).toString();
    String size = CommandSupport.size(info.sizeBytes());
    String entries = String.valueOf(info.entryCount());
    return verbose
        ? List.of(
            info.id(),
            created,
            kind,
            entries,
            String.valueOf(info.changedEntries()),
            size,
            Objects.requireNonNullElse(info.parentId(), "-"),
            String.valueOf(info.scopes().size()),
            info.description())
        : List.of(info.id(), created, kind, entries, size, info.description());
  }
}
