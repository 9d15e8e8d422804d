package org.llmspell.state.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.BackupValidation;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.core.state.backup.RestoreReport;
import org.llmspell.state.memory.MemoryBackends;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;
import org.llmspell.state.store.StateSettings;
import org.llmspell.state.store.StoreAccess;

/** A store in memory with backups, for tests. */
final class Bench implements StoreAccess {
  static final byte[] ALL = {};

  final Map<String, Object> settings = new HashMap<>();
  final Map<String, String> environment = new HashMap<>();
  final Path home;
  StateBackend backend;
  @Nullable KeyRing keys;
  @Nullable Path folder;
  Disk disk = Disk.REAL;
  @Nullable EventBus events;
  Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final InstantSource clock = () -> now;
  private @Nullable OpenStore store;
  private @Nullable BackupService service;

  Bench(Path home) {
    this.home = home;
    backend = new MemoryBackends().open(home);
    settings.put("backup_enabled", true);
    settings.put("backup.compression_type", "lz4");
    settings.put("backup.max_backups", 1000);
  }

  @Override
  public OpenStore open() {
    OpenStore known = store;
    if (known == null) {
      known = new OpenStore(backend, folder, new RecordCodec(64, 10_000_000, keys), keys, clock);
      store = known;
    }
    return known;
  }

  /** The process has died: everything but the backend and the files is gone. */
  OpenStore reopen() {
    store = null;
    service = null;
    OpenStore fresh = open();
    fresh.recover(List.of(new RestoreRecovery()), StateProgress.NONE);
    return fresh;
  }

  /** Forgets the open store, so that the next use takes the backend that is set now. */
  void resetStore() {
    store = null;
    service = null;
  }

  @Override
  public StateSettings settings() {
    return new StateSettings(settings, home);
  }

  BackupService service() {
    BackupService known = service;
    if (known == null) {
      known = new BackupService(this, events, disk, environment::get);
      service = known;
    }
    return known;
  }

  void set(String scope, String key, @Nullable Object value) {
    set(Keys.state(StateScope.parse(scope), key), value);
  }

  void set(byte[] key, @Nullable Object value) {
    now = now.plusMillis(1);
    open().backend().write(List.of(open().put(key, StateRecord.of(value, now.toEpochMilli()))));
  }

  void remove(String scope, String key) {
    open().backend().delete(Keys.state(StateScope.parse(scope), key));
  }

  /** All entries of the store, as texts of their keys and values. */
  Map<String, String> state() {
    Map<String, String> all = new TreeMap<>();
    open()
        .backend()
        .scan(
            ALL,
            ALL,
            (key, bytes) -> {
              if (PortableRecords.includes(key)) {
                all.put(Keys.text(key), String.valueOf(open().codec().decode(key, bytes)));
              }
              return true;
            });
    return all;
  }

  BackupInfo full() {
    return create(BackupOptions.FULL);
  }

  BackupInfo incremental() {
    return create(BackupOptions.INCREMENTAL);
  }

  BackupInfo create(BackupOptions options) {
    now = now.plusSeconds(1);
    return service().create(options, StateProgress.NONE, Cancellation.create());
  }

  RestoreReport restore(String id, RestoreOptions options) {
    now = now.plusSeconds(1);
    return service().restore(id, options, StateProgress.NONE, Cancellation.create());
  }

  BackupValidation validate(String id) {
    return service().validate(id, StateProgress.NONE, Cancellation.create());
  }

  Path backups() {
    return home.resolve("backups");
  }
}
