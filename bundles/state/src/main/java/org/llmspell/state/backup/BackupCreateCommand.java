package org.llmspell.state.backup;

import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.StateBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code backup create}. */
@Component
@CommandSpec(
    name = "backup create",
    summary = "Backs up the state",
    options = {
      "-i, --incremental: store only what differs from the newest backup",
      "-d, --description TEXT: a note that the lists show"
    })
public final class BackupCreateCommand implements Command {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupCreateCommand(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public int run(CommandCall call) throws InterruptedException {
    return CommandSupport.run(
        () -> {
          var options =
              new BackupOptions(call.flag("incremental"), call.option("description").orElse(""));
          BackupInfo info =
              backups.create(options, CommandSupport.progress(call), Cancellation.create());
          call.answer(
              "Created %s backup %s: %d entries, %d stored, %s in %s"
                  .formatted(
                      info.incremental() ? "incremental" : "full",
                      info.id(),
                      info.entryCount(),
                      info.changedEntries(),
                      CommandSupport.size(info.sizeBytes()),
                      backups.folder()),
              BackupMeta.plain(info));
        },
        "No backup was made, and nothing is left of it");
  }
}
