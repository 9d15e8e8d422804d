package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.backup.BackupService;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.RecordCodec;

class StoreEncryptionTest {
  private static final StateScope GLOBAL = StateScope.GLOBAL;

  @TempDir Path dir;
  private Stores stores;

  @BeforeEach
  void prepare() {
    stores = new Stores(dir).enabled().with("encryption", true);
  }

  private Path keyFile() {
    return dir.resolve("state/keys");
  }

  private StateBackend raw() {
    return stores.xodus.raw(dir.resolve("state/xodus"));
  }

  /** The number of the key of an entry; 0 when it is not encrypted. */
  private int keyOf(String key) {
    byte[] name = Keys.state(GLOBAL, key);
    return RecordCodec.plain().header(name, Objects.requireNonNull(raw().get(name))).keyId();
  }

  @Test
  void readsWhatIsEncryptedAfterEncryptionWasTurnedOffAndOnAgain() {
    stores.state().set(GLOBAL, "a", "on");

    stores.with("encryption", false);
    StateService off = stores.state();
    assertThat(off.get(GLOBAL, "a")).contains("on");
    assertThat(off.info().encrypted()).isFalse();
    off.set(GLOBAL, "b", "off");
    assertThat(stores.state().get(GLOBAL, "a")).contains("on");
    assertThat(keyOf("a")).isEqualTo(1);
    assertThat(keyOf("b")).isZero();

    stores.with("encryption", true);
    StateService on = stores.state();
    on.set(GLOBAL, "c", "on again");
    assertThat(keyOf("c")).isEqualTo(1);
    assertThat(on.all(GLOBAL))
        .containsEntry("a", "on")
        .containsEntry("b", "off")
        .containsEntry("c", "on again");
    assertThat(on.info().encrypted()).isTrue();
  }

  @Test
  void asksForThePassphraseAlsoWhenEncryptionIsOff() {
    stores.environment.put("LLMSPELL_STATE_PASSPHRASE", "open sesame");
    stores.state().set(GLOBAL, "a", 1L);
    stores.with("encryption", false);

    assertThat(stores.state().get(GLOBAL, "a")).contains(1L);
    stores.environment.clear();
    assertThatThrownBy(() -> stores.state().get(GLOBAL, "a"))
        .hasMessageContaining("protected by a passphrase");
  }

  @Test
  void neverMakesAKeyFileWhereNothingIsEncrypted() {
    stores.with("encryption", false);
    stores.state().set(GLOBAL, "a", 1L);

    assertThat(stores.state().get(GLOBAL, "a")).contains(1L);
    assertThat(keyFile()).doesNotExist();
  }

  @Test
  void saysThatTheKeyFileIsMissingAndMakesNone() throws IOException {
    stores.state().set(GLOBAL, "a", "secret");
    Path aside = Files.move(keyFile(), dir.resolve("copy"));

    for (boolean on : new boolean[] {true, false}) {
      stores.with("encryption", on);
      assertThatThrownBy(() -> stores.state().get(GLOBAL, "a"))
          .hasMessageContaining("'" + keyFile() + "' is missing")
          .hasMessageContaining("Put it back from a copy");
      assertThat(keyFile()).doesNotExist();
    }
    Files.move(aside, keyFile());

    assertThat(stores.state().get(GLOBAL, "a")).contains("secret");
  }

  @Test
  void saysThatTheKeyFileIsAnotherOne() throws IOException {
    stores.state().set(GLOBAL, "a", "secret");
    Files.delete(keyFile());
    KeyRing.open(keyFile(), new char[0]);

    assertThatThrownBy(() -> stores.state().get(GLOBAL, "a"))
        .hasMessageContaining("'" + keyFile() + "' does not fit the store");
  }

  private int rotate(StoreService service) {
    KeyRotation.rotate(service.open(), service.settings(), StateProgress.NONE);
    return service.open().keys().orElseThrow().ids().size();
  }

  @Test
  void forgetsTheOldKeyAfterARotationAndReadsAllAfterARestart() throws IOException {
    StoreService service = stores.start();
    var state = new StateService(service);
    for (int i = 0; i < 1_000; i++) {
      state.set(GLOBAL, "k" + i, (long) i);
    }

    assertThat(rotate(service)).isEqualTo(1);

    assertThat(Files.readAllLines(keyFile())).hasSize(3).last().asString().startsWith("2 ");
    assertThat(stores.state().all(GLOBAL)).hasSize(1_000).containsEntry("k999", 999L);
  }

  @Test
  void losesNothingWhereverARotationDies() throws IOException {
    StoreService first = stores.start();
    for (int i = 0; i < 600; i++) {
      new StateService(first).set(GLOBAL, "k" + i, (long) i);
    }
    boolean died = true;
    int deaths = -1;
    for (int writes = 0; died; writes++, deaths++) {
      StoreService service = stores.start();
      awaitRotation(service);
      stores.xodus.writesLeft.set(writes);
      try {
        KeyRotation.rotate(service.open(), service.settings(), StateProgress.NONE);
        died = false;
      } catch (RuntimeException e) {
        died = true;
      }
      stores.xodus.writesLeft.set(Integer.MAX_VALUE);

      StoreService again = stores.start();
      assertThat(new StateService(again).all(GLOBAL)).as("after " + writes).hasSize(600);
      awaitRotation(again);
      // Before its first note a rotation has not begun, so there is no new key.
      assertThat(again.open().keys().orElseThrow().ids()).hasSize(1);
      assertThat(stores.state().all(GLOBAL)).as("after " + writes).hasSize(600);
    }
    assertThat(deaths).isGreaterThanOrEqualTo(4);
  }

  private static void awaitRotation(StoreService service) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (service.open().backend().get(Keys.of(Keys.META, "rotation")) != null) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void keepsTheKeysThatBackupsNeed() {
    stores.with("backup_enabled", true);
    StoreService service = stores.start();
    var state = new StateService(service);
    var backups = new BackupService(service, null);
    state.set(GLOBAL, "k", "before");
    BackupInfo made = backups.create(BackupOptions.FULL, StateProgress.NONE, Cancellation.create());

    assertThat(rotate(service)).isEqualTo(2);
    assertThat(rotate(service)).isEqualTo(2); // the second one was never needed by anybody else
    state.set(GLOBAL, "k", "after");
    restore(backups, made);
    assertThat(state.get(GLOBAL, "k")).contains("before");

    backups.delete(made.id());
    assertThat(rotate(service)).isEqualTo(1);
    assertThat(state.get(GLOBAL, "k")).contains("before");
  }

  private static void restore(BackupService backups, BackupInfo made) {
    backups.restore(
        made.id(), RestoreOptions.DEFAULT.backup(false), StateProgress.NONE, Cancellation.create());
  }

  @Test
  void restoresAnEncryptedBackupWhileEncryptionIsOff() {
    stores.with("backup_enabled", true);
    StoreService on = stores.start();
    new StateService(on).set(GLOBAL, "k", "before");
    BackupInfo made =
        new BackupService(on, null)
            .create(BackupOptions.FULL, StateProgress.NONE, Cancellation.create());

    stores.with("encryption", false);
    StoreService off = stores.start();
    var state = new StateService(off);
    state.set(GLOBAL, "k", "after");
    var backups = new BackupService(off, null);
    restore(backups, made);

    assertThat(state.get(GLOBAL, "k")).contains("before");
    assertThat(
            backups
                .create(BackupOptions.FULL, StateProgress.NONE, Cancellation.create())
                .encryption())
        .isNull();
  }

  @Test
  void keepsAllKeysBesideAnotherStore() throws IOException {
    StoreService service = stores.start();
    new StateService(service).set(GLOBAL, "k", 1L);
    Files.createDirectories(dir.resolve("state/xodus.damaged-1"));

    assertThat(rotate(service)).isEqualTo(2);
  }
}
