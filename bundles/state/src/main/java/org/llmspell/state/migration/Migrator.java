package org.llmspell.state.migration;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.migration.CompatibilityReport;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaStatus;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateMigrator;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StoreAccess;

/** Migrates by the schemas and functions of the moment. Safe to share between threads. */
final class Migrator implements StateMigrator {
  private static final String WORK = "a migration";

  private final StoreAccess stores;
  private final Supplier<Schemas> schemas;
  private final Functions functions;
  private final UndoLogs logs;
  private final Notices notices;

  Migrator(
      StoreAccess stores,
      Supplier<Schemas> schemas,
      Functions functions,
      UndoLogs logs,
      Notices notices) {
    this.stores = stores;
    this.schemas = schemas;
    this.functions = functions;
    this.logs = logs;
    this.notices = notices;
  }

  /** All schemas as one set. */
  Schemas all() {
    return schemas.get();
  }

  /** The options that a migration has when none are given. */
  MigrationOptions defaults() {
    return MigrationOptions.DEFAULT.withBackup(stores.settings().isBackupOnMigration());
  }

  @Override
  public List<StateSchema> schemas() {
    return all().all();
  }

  @Override
  public SchemaStatus status(String schema) {
    Schemas known = all();
    String name = known.name(schema);
    SchemaVersion current = stores.on(store -> current(known, name, store));
    NavigableMap<SchemaVersion, StateSchema> versions = known.versions(name);
    return new SchemaStatus(
        name,
        current,
        List.copyOf(versions.keySet()),
        versions.keySet().stream().filter(version -> version.isAfter(current)).toList(),
        versions.keySet().stream().filter(version -> version.isCompatibleWith(current)).toList());
  }

  private static SchemaVersion current(Schemas known, String name, OpenStore store) {
    return new Ledger(store).version(name).orElseGet(() -> known.initial(name));
  }

  @Override
  public CompatibilityReport compare(String schema, SchemaVersion from, SchemaVersion to) {
    Schemas known = all();
    String name = known.name(schema);
    return Compatibility.of(known.get(name, from), known.get(name, to));
  }

  @Override
  public MigrationPlan plan(String schema, SchemaVersion target) {
    Schemas known = all();
    String name = known.name(schema);
    return new Planner(known, name).plan(stores.on(store -> current(known, name, store)), target);
  }

  @Override
  public MigrationResult migrate(
      String schema,
      SchemaVersion target,
      MigrationOptions options,
      StateProgress progress,
      Cancellation cancellation) {
    requireEnabled();
    OpenStore store = stores.open();
    Schemas known = all();
    String name = known.name(schema);
    MigrationPlan plan = new Planner(known, name).plan(current(known, name, store), target);
    if (plan.steps().isEmpty()) {
      return nothingToDo(store, plan, options);
    }
    Planner.check(plan, options.createBackup());
    notices.before(plan, options);
    try {
      MigrationResult result =
          timed(
              options,
              cancellation,
              limited -> {
                var watch = new Watch(progress, limited);
                return options.dryRun()
                    ? new Engine(store, logs)
                        .tryOut(job(store, plan, known, options), functions, watch)
                    : store.exclusively(
                        WORK,
                        () ->
                            new Engine(store, logs)
                                .run(job(store, plan, known, options), options, functions, watch));
              });
      notices.completed(plan, options, result);
      return result;
    } catch (SpellException e) {
      notices.failed(plan, options, e);
      throw e;
    }
  }

  private static MigrationResult nothingToDo(
      OpenStore store, MigrationPlan plan, MigrationOptions options) {
    return new MigrationResult(
        "",
        plan.schema(),
        MigrationResult.Status.COMPLETED,
        plan.from(),
        plan.to(),
        0,
        0,
        0,
        0,
        store.clock().instant(),
        Duration.ZERO,
        List.of(),
        List.of(),
        options.dryRun(),
        false);
  }

  private static Job job(
      OpenStore store, MigrationPlan plan, Schemas known, MigrationOptions options) {
    // Read again, because another migration may have come first.
    SchemaVersion noted = current(known, plan.schema(), store);
    if (!noted.equals(plan.from())) {
      throw SpellException.storage(
          "migrate",
          "Migration failed: the entries are not at %s any more but at %s; try again"
              .formatted(plan.from(), noted),
          null);
    }
    long now = store.clock().millis();
    @Nullable String previous =
        new Ledger(store).version(plan.schema()).map(SchemaVersion::toString).orElse(null);
    return Job.begin(
        id(store, now), plan.schema(), plan.from(), plan.to(), previous, known, options, now);
  }

  /** Ids sort by time, and a later one comes later also when the clock was set back. */
  private static String id(OpenStore store, long now) {
    long newest =
        new Ledger(store)
            .history().stream()
                .map(done -> done.job().id())
                .mapToLong(id -> Long.parseLong(id.substring(0, id.indexOf('-'))))
                .max()
                .orElse(0);
    return "%013d-%08x".formatted(Math.max(now, newest + 1), ThreadLocalRandom.current().nextInt());
  }

  private static MigrationResult timed(
      MigrationOptions options, Cancellation cancellation, Timed work) {
    Cancellation limited = cancellation.child(options.timeout());
    try {
      return work.run(limited);
    } catch (SpellException e) {
      boolean late =
          limited.isExpired() && !cancellation.isCancelled() && e.message().contains("cancelled");
      if (!late) {
        throw e;
      }
      throw new SpellException(
          new ErrorKind.Timeout(options.timeout()),
          "Migration timeout after %s s".formatted(options.timeout().toMillis() / 1000.0),
          e);
    }
  }

  private interface Timed {
    MigrationResult run(Cancellation limited);
  }

  @Override
  public MigrationResult rollback(
      String schema, boolean force, StateProgress progress, Cancellation cancellation) {
    requireEnabled();
    OpenStore store = stores.open();
    Schemas known = all();
    // Without its schemas it can be undone all the same.
    String name = known.isEmpty() || !schema.isEmpty() ? schema : known.name(schema);
    notices.publish("migration_rollback_started", "rollback", Plain.table("schema", name));
    try {
      MigrationResult result =
          store.exclusively(
              WORK,
              () -> {
                Ledger.Done done = last(store, name);
                Targets targets =
                    new Targets(
                        known.versions(name).containsKey(done.job().to())
                            ? known.get(name, done.job().to()).targets()
                            : List.of());
                return new Engine(store, logs)
                    .rollback(done, targets, force, new Watch(progress, cancellation));
              });
      notices.publish(
          "migration_rollback_completed",
          "rollback",
          Plain.table(
              "schema", name,
              "from_version", result.to().toString(),
              "to_version", result.from().toString(),
              "items_restored", result.itemsMigrated()));
      return result;
    } catch (SpellException e) {
      notices.publish(
          "migration_rollback_failed",
          "rollback",
          Plain.table("schema", name, "error", e.message()));
      throw e;
    }
  }

  private Ledger.Done last(OpenStore store, String name) {
    Ledger.Done done = new Ledger(store).undoable(name).orElse(null);
    if (done == null || !logs.exists(store, done.job().id())) {
      throw SpellException.validation(
          "schema",
          "Rollback failed: there is no migration of schema '%s' that can be undone. Restore a backup"
              .formatted(name));
    }
    return done;
  }

  @Override
  public List<MigrationResult> history() {
    return stores.on(store -> new Ledger(store).history()).stream()
        .map(Ledger.Done::result)
        .toList();
  }

  /**
   * Refuses when migration is off.
   *
   * @throws SpellException of kind Configuration
   */
  void requireEnabled() {
    if (!stores.settings().isMigrationEnabled()) {
      throw SpellException.configuration(
          "Migration is not enabled. Set runtime.state_persistence.migration_enabled = true", null);
    }
  }

  /** The reason of a failure as scripts are told it. */
  static String reason(SpellException e) {
    String text = e.message();
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("migration ") || lower.startsWith("validation failed")
        ? text
        : "Migration failed: " + text;
  }
}
