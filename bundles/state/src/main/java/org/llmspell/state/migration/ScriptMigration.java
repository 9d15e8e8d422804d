package org.llmspell.state.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.SchemaStatus;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;

/** Migrates for one run of a script, with the schemas that it has registered besides the others. */
final class ScriptMigration {
  private final ScriptSession session;
  private final ScriptSchemas own = new ScriptSchemas();
  private final Migrator migrator;

  ScriptMigration(MigrationService service, ScriptSession session) {
    this.session = session;
    this.migrator = service.forScript(own::schemas, own.functions());
  }

  /** {@code State.migrate(version, options)}. */
  Object migrate(ScriptArguments arguments) {
    SchemaVersion target = SchemaVersion.parse(arguments.text(0, "target_version"));
    Map<String, @Nullable Object> table = arguments.optionalTable(1, "options");
    MigrationOptions options = OptionsForm.read(table, migrator.defaults());
    String off = off();
    if (off != null) {
      return ResultForm.failure(off, Optional.empty(), target);
    }
    SchemaStatus status = migrator.status(schema(table));
    if (status.current().equals(target)) {
      return ResultForm.alreadyCurrent(target);
    }
    try {
      return await(() ->
          ResultForm.success(
              migrator.migrate(
                  status.schema(),
                  target,
                  options,
                  progress(table),
                  session.context().cancellation())));
    } catch (SpellException e) {
      return ResultForm.failure(Migrator.reason(e), Optional.of(status.current()), target);
    }
  }

  private static String schema(Map<String, @Nullable Object> options) {
    return new Plain("options", options).text("schema", "");
  }

  private static StateProgress progress(Map<String, @Nullable Object> options) {
    return options.get("progress") instanceof ScriptCallback callback
        ? (phase, done, total) -> callback.call(phase, done, total)
        : StateProgress.NONE;
  }

  /** {@code State.migration_status(schema)}. */
  Object status(ScriptArguments arguments) {
    Schemas all = migrator.all();
    String off = off();
    if (off != null) {
      return ResultForm.noStatus(all, off);
    }
    if (all.isEmpty()) {
      return ResultForm.noStatus(all, "No current schema found");
    }
    return ResultForm.status(all, migrator.status(arguments.optionalText(0, "schema").orElse("")));
  }

  /** {@code State.schema_versions(schema)}: of one schema, or of all. */
  Object versions(ScriptArguments arguments) {
    Schemas all = migrator.all();
    Optional<String> name = arguments.optionalText(0, "schema");
    if (name.isPresent()) {
      return SchemaForm.texts(all.versions(all.name(name.get())).keySet());
    }
    return SchemaForm.texts(new TreeSet<>(all.all().stream().map(StateSchema::version).toList()));
  }

  /** {@code State.register_schema{...}}. */
  Object register(ScriptArguments arguments) {
    Map<String, @Nullable Object> table = arguments.table(0, "schema");
    String off = off();
    if (off != null) {
      return Plain.table("success", false, "error", off);
    }
    StateSchema schema = own.read(table);
    migrator.all().plus(schema);
    own.add(schema);
    return Plain.table(
        "success", true,
        "name", schema.name(),
        "version", schema.version().toString(),
        "hash", schema.hash());
  }

  /** {@code State.plan_migration(version, options)}. */
  Object plan(ScriptArguments arguments) {
    SchemaVersion target = SchemaVersion.parse(arguments.text(0, "target_version"));
    String off = off();
    if (off != null) {
      return ResultForm.failure(off, Optional.empty(), target);
    }
    Map<String, @Nullable Object> plan =
        ResultForm.plan(migrator.plan(schema(arguments.optionalTable(1, "options")), target));
    plan.put("success", true);
    return plan;
  }

  /** {@code State.rollback_migration(options)}. */
  Object rollback(ScriptArguments arguments) {
    Map<String, @Nullable Object> table = arguments.optionalTable(0, "options");
    var form = new Plain("options", table);
    form.allow(List.of("schema", "force", "progress"));
    String off = off();
    if (off != null) {
      return Plain.table("success", false, "error", off);
    }
    try {
      return await(() ->
          ResultForm.success(
              migrator.rollback(
                  schema(table),
                  form.flag("force", false),
                  progress(table),
                  session.context().cancellation())));
    } catch (SpellException e) {
      return Plain.table("success", false, "error", e.message());
    }
  }

  /** {@code State.migration_history()}. */
  Object history(ScriptArguments arguments) {
    return migrator.history().stream().map(ResultForm::entry).toList();
  }

  /** Why migration is off; null when it is on. */
  private @Nullable String off() {
    try {
      migrator.requireEnabled();
      return null;
    } catch (SpellException e) {
      return e.message();
    }
  }

  private <T> T await(Callable<T> work) {
    try {
      return session.await(work);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpellException(
          new ErrorKind.Component(), "Migration cancelled: the script was stopped", e);
    } catch (Exception e) {
      throw SpellException.storage("migrate", String.valueOf(e.getMessage()), e);
    }
  }
}
