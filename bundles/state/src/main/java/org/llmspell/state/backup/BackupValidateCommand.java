package org.llmspell.state.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupValidation;
import org.llmspell.core.state.backup.StateBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code backup validate}. */
@Component
@CommandSpec(
    name = "backup validate",
    summary = "Looks through a backup without restoring it",
    parameters = "ID")
public final class BackupValidateCommand implements Command {
  private final StateBackups backups;

  /** With the backups. */
  @Activate
  public BackupValidateCommand(@Reference StateBackups backups) {
    this.backups = backups;
  }

  @Override
  public int run(CommandCall call) throws InterruptedException {
    String id = call.parameters().getFirst();
    return CommandSupport.run(
        () -> {
          BackupValidation found =
              backups.validate(id, CommandSupport.progress(call), Cancellation.create());
          List<String> lines = new ArrayList<>();
          lines.add("Backup %s is %s".formatted(id, found.valid() ? "valid" : "not valid"));
          found.errors().forEach(error -> lines.add("  error: " + error));
          found.warnings().forEach(warning -> lines.add("  warning: " + warning));
          call.answer(String.join("\n", lines), data(found));
          if (!found.valid()) {
            throw SpellException.storage("verify", "Backup %s is not valid".formatted(id), null);
          }
        },
        "The backup was not looked through to its end");
  }

  private static Map<String, @Nullable Object> data(BackupValidation found) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("backup_id", found.backupId());
    data.put("is_valid", found.valid());
    data.put("checksum_valid", found.checksumValid());
    data.put("integrity_valid", found.integrityValid());
    data.put("errors", found.errors());
    data.put("warnings", found.warnings());
    data.put("validated_at", found.validatedAt().toString());
    return data;
  }
}
