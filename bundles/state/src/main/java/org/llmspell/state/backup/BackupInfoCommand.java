package org.llmspell.state.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.StateBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code backup info}. */
@Component
@CommandSpec(
    name = "backup info",
    summary = "Shows what is known about a backup",
    parameters = "ID")
public final class BackupInfoCommand implements Command {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupInfoCommand(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public int run(CommandCall call) {
    BackupInfo info = backups.info(call.parameters().getFirst());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Backup", info.id()));
    rows.add(List.of("Created", info.createdAt().toString()));
    rows.add(List.of("Kind", info.incremental() ? "incremental" : "full"));
    rows.add(List.of("Parent", Objects.requireNonNullElse(info.parentId(), "-")));
    rows.add(List.of("Description", info.description()));
    rows.add(
        List.of("Entries", "%d (%d stored)".formatted(info.entryCount(), info.changedEntries())));
    rows.add(
        List.of(
            "Size",
            "%s, %s before compression"
                .formatted(
                    CommandSupport.size(info.sizeBytes()), CommandSupport.size(info.totalSize()))));
    rows.add(List.of("Compression", info.compression() + " " + info.compressionLevel()));
    rows.add(List.of("Encryption", Objects.requireNonNullElse(info.encryption(), "none")));
    rows.add(List.of("SHA-256", info.sha256()));
    rows.add(List.of("Scopes", String.join(", ", info.scopes())));
    rows.add(List.of("Folder", backups.folder().toString()));
    call.answer(CommandSupport.table(rows), BackupMeta.plain(info));
    return CommandRunner.OK;
  }
}
