package org.llmspell.state.backup;

import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.StateBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code backup delete}. */
@Component
@CommandSpec(
    name = "backup delete",
    summary = "Deletes a backup that no other builds on",
    parameters = "ID")
public final class BackupDeleteCommand implements Command {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupDeleteCommand(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public int run(CommandCall call) {
    BackupInfo info = backups.delete(call.parameters().getFirst());
    call.answer(
        "Deleted %s, %s".formatted(info.id(), CommandSupport.size(info.sizeBytes())),
        Map.of("backup_id", info.id(), "space_freed", info.sizeBytes()));
    return CommandRunner.OK;
  }
}
