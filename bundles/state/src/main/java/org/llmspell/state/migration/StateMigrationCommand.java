package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state migration}. */
@Component(service = Command.class)
@CommandSpec(
    name = "state migration",
    summary = "Shows where migrations are (status, history), or undoes the last one (rollback)",
    parameters = "ACTION",
    options = {
      "--schema NAME: the schema, when there are several",
      "--force: roll back although values were written since"
    })
public final class StateMigrationCommand implements Command {
  private final MigrationService migrator;

  /** Over the migrator of the container. */
  @Activate
  public StateMigrationCommand(@Reference MigrationService migrator) {
    this.migrator = migrator;
  }

  @Override
  public int run(CommandCall call) {
    String action = call.parameters().getFirst();
    switch (action) {
      case "status" -> status(call);
      case "history" -> history(call);
      case "rollback" -> rollback(call);
      default ->
          throw new UsageException(
              "state migration: '%s' is not known; use status, history or rollback"
                  .formatted(action));
    }
    return CommandRunner.OK;
  }

  private void status(CommandCall call) {
    List<String> lines = new ArrayList<>();
    List<Map<String, @Nullable Object>> data = new ArrayList<>();
    Schemas all = migrator.all();
    for (String name : all.names()) {
      if (call.option("schema").map(name::equals).orElse(true)) {
        SchemaStatus status = migrator.status(name);
        data.add(ResultForm.status(all, status));
        lines.add(
            "%s: version %s, %s"
                .formatted(
                    name,
                    status.current(),
                    status.targets().isEmpty()
                        ? "the newest"
                        : "can go to " + SchemaForm.texts(status.targets())));
      }
    }
    call.answer(lines.isEmpty() ? "No schemas." : String.join("\n", lines), data);
  }

  private void history(CommandCall call) {
    List<String> lines = new ArrayList<>();
    List<MigrationResult> all = migrator.history();
    for (MigrationResult result : all) {
      lines.add(
          "%s  %s  %s -> %s  %s, %d entries%s"
              .formatted(
                  result.startedAt(),
                  result.schema(),
                  result.from(),
                  result.to(),
                  result.status().text(),
                  result.itemsMigrated(),
                  result.errors().isEmpty() ? "" : ": " + result.errors().getFirst()));
    }
    call.answer(
        lines.isEmpty() ? "No migrations." : String.join("\n", lines),
        all.stream().map(ResultForm::entry).toList());
  }

  private void rollback(CommandCall call) {
    MigrationResult result =
        migrator.rollback(
            call.option("schema").orElse(""),
            call.flag("force"),
            StateMigrateCommand.progress(call),
            Cancellation.create());
    call.answer(
        "Rolled back schema '%s' from %s to %s: %d entries have their old bytes"
            .formatted(result.schema(), result.to(), result.from(), result.itemsMigrated()),
        ResultForm.success(result));
  }
}
