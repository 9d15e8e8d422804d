package org.llmspell.state.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.BackupUsage;
import org.llmspell.core.state.backup.BackupValidation;
import org.llmspell.core.state.backup.RecoveryState;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.core.state.backup.RestoreReport;
import org.llmspell.core.state.backup.RetentionReport;
import org.llmspell.core.state.backup.StateBackups;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StoreAccess;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Backups of the one store of the container. Who needs both the store for itself and the folder
 * takes the store first.
 */
@Component
public final class BackupService implements StateBackups {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  private final StoreAccess access;
  private final BackupEvents events;
  private final Shops shops;

  /** With the store, and the event bus when there is one. */
  @Activate
  public BackupService(
      @Reference StoreAccess access,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable EventBus events) {
    this(access, events, Disk.REAL, System::getenv);
  }

  BackupService(
      StoreAccess access,
      @Nullable EventBus events,
      Disk disk,
      UnaryOperator<@Nullable String> environment) {
    this.access = access;
    this.events = new BackupEvents(events);
    this.shops = new Shops(disk, environment);
  }

  @Override
  public boolean enabled() {
    return access.settings().isBackupEnabled();
  }

  @Override
  public Path folder() {
    return BackupSettings.of(access.settings()).folder();
  }

  /** What is needed for work on an open store. */
  private Workshop shop(@Nullable OpenStore store) {
    BackupSettings settings = BackupSettings.of(access.settings());
    if (!settings.enabled()) {
      throw SpellException.configuration(
          "Backup is disabled; set runtime.state_persistence.backup_enabled to true", null);
    }
    return shops.shop(settings, access.settings(), store);
  }

  @Override
  public BackupInfo create(
      BackupOptions options, StateProgress progress, Cancellation cancellation) {
    Workshop shop = shop(null);
    BackupInfo made =
        events.around(
            "backup",
            "",
            () -> {
              BackupInfo info =
                  make(options, new Pulse(events.progress("backup", "", progress), cancellation));
              events.tell(
                  "backup.completed",
                  "backup_id",
                  info.id(),
                  "size_bytes",
                  info.sizeBytes(),
                  "entry_count",
                  info.entryCount(),
                  "is_incremental",
                  info.incremental());
              return info;
            });
    cleanAfter(shop, made.id());
    return made;
  }

  /** A backup that was made is there, also when old ones can not be deleted. */
  private void cleanAfter(Workshop shop, String id) {
    try {
      new Cleanup(shop, events, clock()).run(false);
    } catch (SpellException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Backup {0} was made, but old ones could not be deleted: {1}",
          id,
          e.message());
    }
  }

  private BackupInfo make(BackupOptions options, Pulse pulse) {
    return access.on(store -> make(store, options, pulse));
  }

  private BackupInfo make(OpenStore store, BackupOptions options, Pulse pulse) {
    Workshop shop = shop(store);
    // The snapshot comes before the lock, see the order above.
    Instant moment = store.clock().instant();
    try (StateSnapshot snapshot = store.writing(() -> store.backend().snapshot());
        BackupFolder.Held _ = shop.folder().lock()) {
      return new Creation(shop, new PortableRecords(store), pulse)
          .run(
              snapshot,
              store.backend().size(),
              moment,
              options,
              NotedVersions.of(snapshot, store.codec()));
    }
  }

  private Instant clock() {
    return access.open().clock().instant();
  }

  @Override
  public List<BackupInfo> list() {
    return shop(null).folder().list();
  }

  @Override
  public BackupInfo info(String id) {
    return shop(null).folder().require(id);
  }

  @Override
  public BackupValidation validate(String id, StateProgress progress, Cancellation cancellation) {
    shop(null);
    events.tell("validation.started", "backup_id", id);
    var pulse = new Pulse(events.progress("validation", id, progress), cancellation);
    BackupValidation result =
        access.on(store -> new Validation(shop(store), pulse, store.clock().instant()).run(id));
    events.tell(
        "validation.completed",
        "backup_id",
        id,
        "is_valid",
        result.valid(),
        "errors",
        result.errors());
    return result;
  }

  @Override
  public RestoreReport restore(
      String id, RestoreOptions options, StateProgress progress, Cancellation cancellation) {
    Workshop shop = shop(null);
    shop.folder().require(id);
    RestoreReport restored =
        events.around(
            "restore",
            id,
            () -> {
              var pulse = new Pulse(events.progress("restore", id, progress), cancellation);
              RestoreReport report = restore(access.open(), id, options, pulse);
              events.tell(
                  "restore.completed",
                  "backup_id",
                  report.backupId(),
                  "dry_run",
                  report.dryRun(),
                  "added",
                  report.added(),
                  "changed",
                  report.changed(),
                  "removed",
                  report.removed());
              return report;
            });
    if (restored.rollbackPoint() != null) {
      cleanAfter(shop, restored.rollbackPoint());
    }
    return restored;
  }

  private RestoreReport restore(OpenStore store, String id, RestoreOptions options, Pulse pulse) {
    long start = System.nanoTime();
    Workshop shop = shop(store);
    stage(id, RecoveryState.PREPARING);
    Chain chain = Chain.of(shop.folder(), shop.folder().require(id)).upTo(options.targetVersion());
    if (options.verifyChecksums()) {
      stage(id, RecoveryState.VALIDATING_BACKUPS);
      pulse.phase("verifying checksums", -1);
      chain.verify(pulse);
      pulse.end();
    }
    if (options.dryRun()) {
      return report(chain, options, compare(store, shop, chain, options, pulse), null, start);
    }
    return store.exclusively(
        "restoring backup " + id,
        () -> {
          String rollbackPoint = null;
          stage(id, RecoveryState.CREATING_ROLLBACK_POINT);
          if (options.backupCurrent()) {
            rollbackPoint = rollbackPoint(chain, pulse);
          }
          try (BackupFolder.Held _ = shop.folder().lock()) {
            Differences changed = new Restore(store, shop, pulse, stages(id)).run(chain, options);
            stage(id, RecoveryState.COMPLETED);
            return report(chain, options, changed, rollbackPoint, start);
          }
        });
  }

  private String rollbackPoint(Chain chain, Pulse pulse) {
    var options = new BackupOptions(true, "Before the restore of " + chain.last().id());
    try {
      return make(options, pulse).id();
    } catch (SpellException e) {
      throw new SpellException(
          e.kind(),
          "The present state can not be backed up, so nothing was restored: %s. Restore without this backup (--no-backup) if you can do without"
              .formatted(e.message()),
          e);
    }
  }

  private static Differences compare(
      OpenStore store, Workshop shop, Chain chain, RestoreOptions options, Pulse pulse) {
    try (StateSnapshot present = store.writing(() -> store.backend().snapshot());
        Cursor target = chain.open(shop.keys())) {
      pulse.phase("comparing", store.backend().size());
      Differences differences =
          new Differences(
                  new PortableRecords(store),
                  options.targetScopes(),
                  options.preserveUntracked(),
                  Differences.Sink.NONE,
                  pulse)
              .run(present, target);
      pulse.end();
      return differences;
    }
  }

  private static RestoreReport report(
      Chain chain,
      RestoreOptions options,
      Differences differences,
      @Nullable String rollbackPoint,
      long start) {
    return new RestoreReport(
        chain.last().id(),
        options.dryRun(),
        RecoveryState.COMPLETED,
        chain.ids(),
        rollbackPoint,
        differences.added(),
        differences.changed(),
        differences.removed(),
        differences.unchanged(),
        List.copyOf(differences.scopes()),
        Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  private Restore.Stages stages(String id) {
    return new Restore.Stages() {
      @Override
      public void at(RecoveryState state) {
        stage(id, state);
      }

      @Override
      public void rollingBack(RuntimeException cause) {
        events.tell("rollback.started", "backup_id", id, "error", cause.getMessage());
      }
    };
  }

  private void stage(String id, RecoveryState state) {
    events.tell("restore.state", "backup_id", id, "state", state.text());
    if (state == RecoveryState.ROLLED_BACK) {
      events.tell("rollback.completed", "backup_id", id);
    }
  }

  @Override
  public BackupUsage usage() {
    return Cleanup.usage(shop(null).folder().list());
  }

  @Override
  public RetentionReport cleanup(boolean dryRun) {
    return new Cleanup(shop(null), events, clock()).run(dryRun);
  }

  @Override
  public BackupInfo delete(String id) {
    return new Cleanup(shop(null), events, clock()).delete(id);
  }
}
