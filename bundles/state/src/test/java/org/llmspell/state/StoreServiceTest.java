package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.state.memory.MemoryBackends;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateRecord;

class StoreServiceTest {
  private static final StateScope GLOBAL = StateScope.GLOBAL;

  @TempDir Path dir;

  private static Map<String, @Nullable Object> changed(Stores stores, String key, Object value) {
    Map<String, @Nullable Object> settings = new HashMap<>(stores.settings);
    settings.put(key, value);
    return settings;
  }

  @Test
  void knowsTheOldNamesAndTheSpellingOfConfigAdmin() {
    for (String name : List.of("sled", "file", "Xodus")) {
      var stores = new Stores(dir).enabled().with("backend.type", name);
      assertThat(stores.state().info().traits().name()).isEqualTo("xodus");
    }
    assertThat(new Stores(dir).enabled().state().info().traits().name()).isEqualTo("xodus");
    assertThat(new Stores(dir).with("backend_type", "xodus").state().info().traits().name())
        .isEqualTo("memory");
  }

  @Test
  void saysWhatThereIsWhenABackendIsUnknownOrMissing() {
    var stores = new Stores(dir).enabled().with("backend_type", "redis");
    assertThatThrownBy(() -> stores.state().info())
        .hasMessageContaining("'redis' but must be one of memory, rocksdb, xodus");

    var service =
        new StoreService(
            dir, Map.of("enabled", true), name -> null, InstantSource.system(), System::nanoTime);
    assertThatThrownBy(service::open)
        .hasMessageContaining("org.llmspell.state-xodus")
        .hasMessageContaining("not installed");
  }

  @Test
  void carriesDataOverWhenTheBackendChangesWhileWritersRun() throws Exception {
    var stores = new Stores(dir).enabled().with("carry_over", true);
    StoreService service = stores.start();
    var state = new StateService(service);
    for (int i = 0; i < 2_500; i++) {
      state.set(GLOBAL, "k" + i, (long) i);
    }
    var begun = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> writer =
          threads.submit(() -> {
            int written = 0;
            while (written < 500 || service.settings().backend().equals("xodus")) {
              state.set(GLOBAL, "w" + written, (long) written);
              written++;
              begun.countDown();
            }
            return written;
          });
      begun.await();
      service.reconfigure(changed(stores, "backend_type", "rocksdb"));

      int written = writer.get();
      assertThat(state.info().traits().name()).isEqualTo("rocksdb");
      assertThat(state.keys(GLOBAL, "k")).hasSize(2_500);
      assertThat(state.keys(GLOBAL, "w")).hasSize(written);
    }
  }

  @Test
  void carriesDataFromMemoryToDisk() {
    var stores = new Stores(dir);
    StoreService service = stores.start();
    var state = new StateService(service);
    state.set(GLOBAL, "k", 1L);

    service.reconfigure(Map.of("enabled", true, "carry_over", true));

    assertThat(state.get(GLOBAL, "k")).contains(1L);
    assertThat(stores.enabled().state().get(GLOBAL, "k")).contains(1L);
  }

  @Test
  void carriesDataToMemoryAndBack() {
    var stores = new Stores(dir).enabled().with("carry_over", true);
    StoreService service = stores.start();
    var state = new StateService(service);
    state.set(GLOBAL, "k", 1L);

    service.reconfigure(changed(stores, "enabled", false));
    assertThat(state.get(GLOBAL, "k")).contains(1L);
    state.set(GLOBAL, "k", 2L);
    service.reconfigure(stores.settings);

    assertThat(state.get(GLOBAL, "k")).contains(2L);
  }

  @Test
  void readsNothingFromAStoreThatWasClosed() {
    var store = OpenStore.over(new MemoryBackends().open(dir));
    byte[] key = Keys.state(GLOBAL, "k");
    store.backend().write(List.of(store.put(key, StateRecord.of(1L, 1))));
    store.close();
    store.close();

    assertThatThrownBy(() -> store.reading(() -> store.backend().get(key)))
        .hasMessageContaining("closed meanwhile");
    assertThatThrownBy(() -> store.writing(() -> true)).hasMessageContaining("closed meanwhile");
    assertThatThrownBy(() -> store.exclusively("work", () -> true))
        .hasMessageContaining("closed meanwhile");
  }

  @Test
  void waitsWhileABackendIsReplacedAndLosesNothing() throws Exception {
    var disk = new KeptBackends("xodus");
    var reference = Stores.reference("xodus");
    var service =
        new StoreService(
            dir, Map.of("enabled", true), name -> null, InstantSource.system(), System::nanoTime);
    service.addBackend(reference, disk);
    var state = new StateService(service);
    var replacing = new AtomicBoolean(true);
    var begun = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> writer =
          threads.submit(() -> {
            int written = 0;
            while (replacing.get()) {
              state.set(GLOBAL, "w" + written % 1_000, (long) written);
              assertThat(state.get(GLOBAL, "w" + written % 1_000)).contains((long) written);
              written++;
              begun.countDown();
            }
            return written;
          });
      try {
        begun.await();
        for (int i = 0; i < 200; i++) {
          service.removeBackend(reference);
          service.addBackend(reference, disk);
        }
      } finally {
        replacing.set(false);
      }

      assertThat(writer.get()).isPositive();
    }
    assertThat(state.exists(GLOBAL, "w0")).isTrue();
    assertThat(disk.open()).isEqualTo(1);
    service.removeBackend(reference);
    assertThat(disk.open()).as("stores of a backend that is gone").isZero();
  }

  @Test
  void saysThatABackendIsGoneWhenItDoesNotComeBack() {
    var stores = new Stores(dir);
    var disk = new KeptBackends("xodus");
    var reference = Stores.reference("xodus");
    var service =
        new StoreService(
            dir,
            Map.of("enabled", true),
            name -> null,
            InstantSource.system(),
            () -> stores.millis.get() * 1_000_000);
    service.addBackend(reference, disk);
    var state = new StateService(service);
    state.set(GLOBAL, "k", 1L);
    service.removeBackend(reference);
    stores.pass(10_001);

    assertThatThrownBy(() -> state.get(GLOBAL, "k"))
        .hasMessageContaining("'xodus' is not installed");

    service.addBackend(reference, disk);
    assertThat(state.get(GLOBAL, "k")).contains(1L);
  }

  @Test
  void tellsAboutTheStoreWhileBackendsChange() throws Exception {
    var stores = new Stores(dir).enabled();
    StoreService service = stores.start();
    var state = new StateService(service);
    var changing = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> reader =
          threads.submit(() -> {
            int told = 0;
            while (changing.get() || told == 0) {
              assertThat(state.info().traits().name()).isIn("xodus", "rocksdb", "memory");
              told++;
            }
            return told;
          });
      try {
        for (int i = 0; i < 2_000; i++) {
          service.reconfigure(i % 2 == 0 ? Map.of("enabled", false) : Map.copyOf(stores.settings));
        }
      } finally {
        changing.set(false);
      }

      assertThat(reader.get()).isPositive();
    }
  }

  @Test
  void beginsEmptyWhenDataIsNotToBeCarried() {
    var stores = new Stores(dir).enabled();
    StoreService service = stores.start();
    var state = new StateService(service);
    state.set(GLOBAL, "k", 1L);

    service.reconfigure(changed(stores, "backend_type", "rocksdb"));
    assertThat(state.exists(GLOBAL, "k")).isFalse();
    service.reconfigure(stores.settings);

    assertThat(state.get(GLOBAL, "k")).contains(1L);
  }

  @Test
  void finishesCarryingAfterACrashAtAnyWrite() {
    boolean died = true;
    int writes = 0;
    for (; died; writes++) {
      var stores = new Stores(dir.resolve("crash" + writes)).enabled();
      var state = stores.state();
      for (int i = 0; i < 3_500; i++) {
        state.set(GLOBAL, "k" + i, (long) i);
      }
      stores.with("carry_over", true).with("backend_type", "rocksdb");
      stores.rocksdb.writesLeft.set(writes);
      try {
        stores.state().info();
        died = false;
      } catch (RuntimeException e) {
        died = true;
      }
      stores.rocksdb.writesLeft.set(Integer.MAX_VALUE);

      assertThat(stores.state().keys(GLOBAL, "")).as("after " + writes).hasSize(3_500);
    }
    // The note that it is going on, four batches, and the note that it is done.
    assertThat(writes).isGreaterThanOrEqualTo(6);
  }

  @Test
  void keepsTheStoreWhenOnlyOtherSettingsChange() {
    var stores = new Stores(dir);
    StoreService service = stores.start();
    var state = new StateService(service);
    state.set(GLOBAL, "k", 1L);

    service.reconfigure(Map.of("migration_enabled", true, "backup.max_backups", 3L));

    assertThat(state.get(GLOBAL, "k")).contains(1L);
    assertThat(service.settings().isMigrationEnabled()).isTrue();
  }

  @Test
  void encryptsOnDiskAndGoesOnWithARotationAfterACrash() {
    var stores = new Stores(dir).enabled().with("encryption", true);
    StoreService service = stores.start();
    var state = new StateService(service);
    for (int i = 0; i < 1_000; i++) {
      state.set(GLOBAL, "k" + i, "hunter2 " + i);
    }
    var raw = stores.xodus.raw(dir.resolve("state/xodus"));
    byte[] first = raw.get(Keys.state(GLOBAL, "k1"));
    assertThat(new String(Objects.requireNonNull(first), java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("hunter2");

    stores.xodus.writesLeft.set(3);
    assertThatThrownBy(
            () -> KeyRotation.rotate(service.open(), service.settings(), StateProgress.NONE))
        .hasMessageContaining("no space left");
    stores.xodus.writesLeft.set(Integer.MAX_VALUE);
    StoreService again = stores.start();
    var store = again.open();
    List<Integer> ids = new ArrayList<>();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (store.backend().get(Keys.of(Keys.META, "rotation")) != null) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    raw.scan(
        Keys.prefix(Keys.STATE),
        Keys.prefix(Keys.STATE),
        (key, bytes) -> ids.add(store.codec().header(key, bytes).keyId()));

    assertThat(ids).hasSize(1_000).containsOnly(2);
    assertThat(new StateService(again).get(GLOBAL, "k999")).contains("hunter2 999");
  }

  @Test
  void leavesNothingWithTheOldKeyThoughOthersWriteDuringARotation() throws Exception {
    var stores = new Stores(dir).enabled().with("encryption", true);
    StoreService service = stores.start();
    var state = new StateService(service);
    String large = "hunter2 ".repeat(20_000);
    var rotating = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        String key = "k" + t;
        writers.add(
            threads.submit(() -> {
              while (rotating.get()) {
                state.set(GLOBAL, key, large);
              }
            }));
      }
      try {
        OpenStore store = service.open();
        for (int i = 0; i < 60; i++) {
          KeyRotation.rotate(store, service.settings(), StateProgress.NONE);

          int current = store.keys().orElseThrow().currentId();
          byte[] prefix = Keys.prefix(Keys.STATE);
          store
              .backend()
              .scan(
                  prefix,
                  prefix,
                  (key, bytes) -> {
                    assertThat(store.codec().header(key, bytes).keyId()).isEqualTo(current);
                    return true;
                  });
        }
      } finally {
        rotating.set(false);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  @Test
  void asksForThePassphraseOfTheSettings() {
    var stores =
        new Stores(dir)
            .enabled()
            .with("encryption.enabled", true)
            .with("encryption.passphrase_env", "MY_PASS");
    stores.environment.put("MY_PASS", "open sesame");
    stores.state().set(GLOBAL, "k", 1L);
    assertThat(stores.state().get(GLOBAL, "k")).contains(1L);

    stores.environment.put("MY_PASS", "wrong");
    assertThatThrownBy(() -> stores.state().get(GLOBAL, "k"))
        .hasMessageContaining("passphrase does not fit");
  }

  @Test
  void repairsOnlyWhenAskedAndKeepsTheDamagedStore() {
    var stores = new Stores(dir).enabled();
    stores.state().set(GLOBAL, "k", 1L);
    stores.state().set(GLOBAL, "bad", 1L);
    Path folder = dir.resolve("state/xodus");
    stores.xodus.raw(folder).put(Keys.state(GLOBAL, "bad"), new byte[] {1, 2, 3});
    stores.xodus.damaged = true;

    assertThatThrownBy(() -> stores.state().get(GLOBAL, "k"))
        .hasMessageContaining("2 entries can be read, 3 can not")
        .hasMessageContaining("state repair");
    var outcome = stores.start().repair();

    assertThat(outcome.dropped()).containsExactly("state:global::bad");
    assertThat(outcome.kept().orElseThrow()).isDirectory();
    assertThat(folder).isDirectory();
    assertThat(stores.state().keys(GLOBAL, "")).containsExactly("k");
    assertThat(stores.start().repair().kept()).isEmpty();
  }

  @Test
  void finishesARepairThatDiedBetweenTheTwoRenames() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("xodus.salvaged")).resolveSibling("xodus");

    assertThat(Repair.finish(folder, "1")).isPresent();

    assertThat(folder).isDirectory();
    assertThat(dir.resolve("xodus.salvaged")).doesNotExist();
  }

  @Test
  void sharesSyncsAmongDurableWriters() throws Exception {
    var stores = new Stores(dir).enabled();
    var state = stores.state();
    state.set(GLOBAL, "first", 1L);
    stores.xodus.onSync =
        () -> java.util.concurrent.locks.LockSupport.parkNanos(2_000_000); // as a disk takes
    int before = stores.xodus.syncs.get();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int thread = t;
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < 20; i++) {
                state.set(GLOBAL, thread + ":" + i, 1L, SetOptions.DURABLE);
              }
            }));
      }
      for (Future<?> one : work) {
        one.get();
      }
    }

    assertThat(stores.xodus.syncs.get() - before).isBetween(20, 320 / 2);
    int now = stores.xodus.syncs.get();
    state.set(GLOBAL, "critical:x", 1L);
    assertThat(stores.xodus.syncs.get()).isEqualTo(now + 1);
  }
}
