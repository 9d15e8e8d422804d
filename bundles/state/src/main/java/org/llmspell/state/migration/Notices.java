package org.llmspell.state.migration;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.event.UniversalEventBuilder;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.MigrationStep;

/** Tells hooks and events of migrations, as far as there are any. Both may come and go. */
final class Notices {
  private static final System.Logger LOG = System.getLogger("llmspell.state");
  private static final HookComponent STATE = HookComponent.system("state");
  private static final HookPoint BEFORE = new HookPoint.Custom("pre_migration");
  private static final HookPoint AFTER = new HookPoint.Custom("post_migration");

  private volatile @Nullable HookExecutor hooks;
  private volatile @Nullable EventBus bus;

  void hooks(@Nullable HookExecutor executor) {
    hooks = executor;
  }

  @Nullable HookExecutor hooks() {
    return hooks;
  }

  void bus(@Nullable EventBus newBus) {
    bus = newBus;
  }

  @Nullable EventBus bus() {
    return bus;
  }

  /**
   * A migration is about to begin.
   *
   * @throws SpellException when a hook cancels it
   */
  void before(MigrationPlan plan, MigrationOptions options) {
    boolean dryRun = options.dryRun();
    Map<String, @Nullable Object> data = data(plan, dryRun);
    for (HookPoint point : new HookPoint[] {StandardPoint.STATE_MIGRATION, BEFORE}) {
      fire(point, data);
    }
    publish("migration_started", dryRun ? "dry_run" : "", data);
    validation(plan, options, "pre_migration");
    if (options.createBackup() && !dryRun) {
      publish("migration_backup", "", data);
    }
    steps(plan, "migration_step_started");
  }

  private void validation(MigrationPlan plan, MigrationOptions options, String phase) {
    publish(
        "migration_validation",
        "",
        Plain.table("schema", plan.schema(), "phase", phase, "level", options.validation().text()));
  }

  private void fire(HookPoint point, Map<String, @Nullable Object> data) {
    HookExecutor executor = hooks;
    if (executor != null && executor.isActive(point)) {
      executor
          .fire(HookContext.of(point, STATE, data))
          .find(HookResult.Cancel.class)
          .ifPresent(cancel -> {
            throw HookRefusal.error("Migration cancelled: " + cancel.reason());
          });
    }
  }

  /** A migration has ended well. */
  void completed(MigrationPlan plan, MigrationOptions options, MigrationResult result) {
    steps(plan, "migration_step_completed");
    validation(plan, options, "post_migration");
    Map<String, @Nullable Object> data = data(plan, result.dryRun());
    data.put("items_migrated", result.itemsMigrated());
    data.put("duration_ms", result.duration().toMillis());
    data.put("status", result.status().text());
    data.put("warnings", result.warnings());
    publish("migration_completed", result.dryRun() ? "dry_run" : "", data);
    HookExecutor executor = hooks;
    if (executor != null && executor.isActive(AFTER)) {
      executor.fire(HookContext.of(AFTER, STATE, data));
    }
  }

  /** A migration has failed. */
  void failed(MigrationPlan plan, MigrationOptions options, SpellException error) {
    Map<String, @Nullable Object> data = data(plan, options.dryRun());
    data.put("error", error.message());
    for (MigrationStep step : plan.steps()) {
      publish("migration_step_failed", "step_failed", step(plan, step));
    }
    publish("migration_failed", "failed", data);
    boolean restored = error.message().endsWith(Engine.RESTORED);
    if (restored || error.message().endsWith(Engine.NOT_RESTORED)) {
      publish("migration_rollback_started", "rollback", data);
      publish(
          restored ? "migration_rollback_completed" : "migration_rollback_failed",
          "rollback",
          data);
    }
    HookExecutor executor = hooks;
    if (executor != null && executor.isActive(AFTER)) {
      executor.fire(HookContext.of(AFTER, STATE, data));
    }
  }

  /** The steps begin, or have ended; entries go through all of them in one pass. */
  private void steps(MigrationPlan plan, String type) {
    for (MigrationStep step : plan.steps()) {
      publish(type, "", step(plan, step));
    }
  }

  private static Map<String, @Nullable Object> step(MigrationPlan plan, MigrationStep step) {
    return Plain.table(
        "schema", plan.schema(),
        "from_version", step.from().toString(),
        "to_version", step.to().toString(),
        "type", step.type(),
        "transforms", step.transforms().size());
  }

  private static Map<String, @Nullable Object> data(MigrationPlan plan, boolean dryRun) {
    return Plain.table(
        "schema", plan.schema(),
        "from_version", plan.from().toString(),
        "to_version", plan.to().toString(),
        "risk_level", plan.risk().text(),
        "requires_backup", plan.backupRequired(),
        "steps_count", plan.steps().size(),
        "dry_run", dryRun);
  }

  /** Publishes; an event that nobody could take does not undo what it tells of. */
  void publish(String type, String tag, Map<String, @Nullable Object> data) {
    EventBus to = bus;
    if (to == null || !to.hasSubscribers(type)) {
      return;
    }
    UniversalEventBuilder event = UniversalEvent.builder(type).data(data).tag("migration");
    if (!tag.isEmpty()) {
      event.tag(tag);
    }
    try {
      to.publish(event.build());
    } catch (SpellException e) {
      LOG.log(Level.DEBUG, "The event '" + type + "' was refused", e);
    }
  }
}
