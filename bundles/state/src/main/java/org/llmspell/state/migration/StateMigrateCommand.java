package org.llmspell.state.migration;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaStatus;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.ValidationLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state migrate}. */
@Component(service = Command.class)
@CommandSpec(
    name = "state migrate",
    summary = "Migrates stored values to another version of their schema",
    options = {
      "--to VERSION: the version, the newest one by default",
      "--schema NAME: the schema, when there are several",
      "--dry-run: only says what would change",
      "--validation LEVEL: none, basic, strict (the default) or paranoid",
      "--batch-size N: how many values are changed by one write",
      "--no-backup: do not keep what a later rollback needs"
    })
public final class StateMigrateCommand implements Command {
  private final MigrationService migrator;

  /** Over the migrator of the container. */
  @Activate
  public StateMigrateCommand(@Reference MigrationService migrator) {
    this.migrator = migrator;
  }

  @Override
  public int run(CommandCall call) {
    SchemaStatus status = migrator.status(call.option("schema").orElse(""));
    SchemaVersion target = call.option("to").map(SchemaVersion::parse).orElseGet(status::latest);
    if (target.equals(status.current())) {
      call.answer(
          "Schema '%s' is at version %s already".formatted(status.schema(), target),
          ResultForm.alreadyCurrent(target));
      return CommandRunner.OK;
    }
    MigrationPlan plan = migrator.plan(status.schema(), target);
    plan.warnings().forEach(call::progress);
    MigrationResult result =
        migrator.migrate(
            status.schema(), target, options(call), progress(call), Cancellation.create());
    Map<String, @Nullable Object> data = ResultForm.success(result);
    call.answer(text(result), data);
    return CommandRunner.OK;
  }

  private MigrationOptions options(CommandCall call) {
    MigrationOptions options = migrator.defaults().withDryRun(call.flag("dry-run"));
    if (call.flag("no-backup")) {
      options = options.withBackup(false);
    }
    if (call.option("validation").isPresent()) {
      options = options.withValidation(ValidationLevel.parse(call.option("validation").get()));
    }
    if (call.option("batch-size").isPresent()) {
      options = options.withBatchSize(number(call.option("batch-size").get()));
    }
    return options;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new UsageException("--batch-size is '%s' but must be a whole number".formatted(text));
    }
  }

  /** Shows each phase and how far it is. */
  static StateProgress progress(CommandCall call) {
    return (phase, done, total) ->
        call.progress(done == 0 ? phase : "%s: %d entries".formatted(phase, done));
  }

  private static String text(MigrationResult result) {
    var text = new StringBuilder();
    text.append(
        "%s %d entries of schema '%s' from %s to %s in %d ms"
            .formatted(
                result.dryRun() ? "Would migrate" : "Migrated",
                result.itemsMigrated(),
                result.schema(),
                result.from(),
                result.to(),
                result.duration().toMillis()));
    if (result.itemsSkipped() > 0) {
      text.append("; %d were left as they are".formatted(result.itemsSkipped()));
    }
    result.warnings().forEach(warning -> text.append("\n  ").append(warning));
    return text.toString();
  }
}
