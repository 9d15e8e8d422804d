package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.core.state.backup.RestoreReport;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.StateRecord;

class BackupServiceTest {
  private static final RestoreOptions PLAIN = RestoreOptions.DEFAULT.backup(false);

  @TempDir Path home;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(home);
  }

  @Test
  void storesOnlyWhatDiffersFromTheParent() {
    for (int i = 0; i < 1000; i++) {
      bench.set("global", "k" + i, "value " + i);
    }
    BackupInfo full = bench.full();
    bench.set("global", "k7", "other");
    bench.remove("global", "k8");
    bench.set("agent:x", "new", 1L);

    BackupInfo incremental = bench.incremental();

    assertThat(full.changedEntries()).isEqualTo(1000);
    assertThat(incremental.incremental()).isTrue();
    assertThat(incremental.parentId()).isEqualTo(full.id());
    assertThat(incremental.changedEntries()).isEqualTo(3);
    assertThat(incremental.entryCount()).isEqualTo(1000);
    assertThat(incremental.scopes()).containsExactly("agent:x", "global");
  }

  @Test
  void aRotatedKeyOfTheStoreChangesNothing() {
    bench.keys = KeyRing.inMemory();
    bench.set("global", "secret", "s3cret");
    bench.full();
    bench.keys.rotate();
    StateRecord record =
        java.util.Objects.requireNonNull(
            bench.open().read(Keys.state(StateScope.GLOBAL, "secret")));
    bench
        .open()
        .backend()
        .write(List.of(bench.open().put(Keys.state(StateScope.GLOBAL, "secret"), record)));

    assertThat(bench.incremental().changedEntries()).isZero();
  }

  @Test
  void anEncryptedStoreHasEncryptedBackups() throws Exception {
    bench.keys = KeyRing.inMemory();
    bench.settings.put("backup.compression_type", "none");
    bench.set("global", "plain-name", "a-word-in-clear");

    BackupInfo info = bench.full();

    assertThat(info.encryption()).isEqualTo("AES-256-GCM");
    assertThat(Files.readString(file(info), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("a-word-in-clear", "plain-name");
  }

  @Test
  void aWrongPassphraseIsNamedAsTheReason() {
    bench.environment.put("LLMSPELL_BACKUP_PASSPHRASE", "right");
    bench.set("global", "k", "v");
    BackupInfo info = bench.full();
    bench.environment.put("LLMSPELL_BACKUP_PASSPHRASE", "wrong");

    assertThatThrownBy(() -> bench.restore(info.id(), PLAIN))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("its key or passphrase is another one");
  }

  @Test
  void restoresAPointWithinTheChain() {
    bench.set("global", "k", "one");
    BackupInfo one = bench.full();
    bench.set("global", "k", "two");
    BackupInfo two = bench.incremental();
    bench.set("global", "k", "three");
    BackupInfo three = bench.incremental();

    RestoreReport byId = bench.restore(three.id(), PLAIN.to(two.id()));
    assertThat(byId.backupId()).isEqualTo(two.id());
    assertThat(bench.state().toString()).contains("two");

    bench.restore(three.id(), PLAIN.to(one.createdAt().plusMillis(500).toString()));
    assertThat(bench.state().toString()).contains("one");

    assertThatThrownBy(() -> bench.restore(three.id(), PLAIN.to("2001-01-01T00:00:00Z")))
        .hasMessageContaining("begins at");
  }

  @Test
  void aDryRunSaysWhatWouldChangeAndChangesNothing() {
    bench.set("global", "same", 1L);
    bench.set("global", "changes", 1L);
    bench.set("global", "comes back", 1L);
    BackupInfo info = bench.full();
    bench.set("global", "changes", 2L);
    bench.remove("global", "comes back");
    bench.set("user:u", "goes", 1L);
    Map<String, String> before = bench.state();

    RestoreReport report = bench.restore(info.id(), RestoreOptions.DEFAULT.dry(true));

    assertThat(report)
        .extracting(
            RestoreReport::added,
            RestoreReport::changed,
            RestoreReport::removed,
            RestoreReport::unchanged,
            RestoreReport::scopes,
            RestoreReport::rollbackPoint)
        .containsExactly(1L, 1L, 1L, 1L, List.of("global", "user:u"), null);
    assertThat(bench.state()).isEqualTo(before);
    assertThat(bench.service().list()).hasSize(1);
  }

  @Test
  void restoresOnlyTheScopesThatAreAskedFor() {
    bench.set("user:a", "k", "old");
    bench.set("user:b", "k", "old");
    BackupInfo info = bench.full();
    bench.set("user:a", "k", "new");
    bench.set("user:b", "k", "new");

    bench.restore(info.id(), PLAIN.only(Set.of(StateScope.parse("user:a"))));

    assertThat(bench.state().get("state:user:a:k")).contains("old");
    assertThat(bench.state().get("state:user:b:k")).contains("new");
  }

  @Test
  void keepsUntrackedEntriesWhenAsked() {
    bench.set("global", "k", "old");
    BackupInfo info = bench.full();
    bench.set("global", "untracked", 1L);

    bench.restore(info.id(), PLAIN.preserve(true));
    assertThat(bench.state()).containsKey("state:global::untracked");

    bench.restore(info.id(), PLAIN);
    assertThat(bench.state()).doesNotContainKey("state:global::untracked");
  }

  @Test
  void aRestoreCanBeTakenBackWithItsRollbackPoint() {
    bench.set("global", "k", "old");
    BackupInfo info = bench.full();
    bench.set("global", "k", "new");
    Map<String, String> before = bench.state();

    RestoreReport report = bench.restore(info.id(), RestoreOptions.DEFAULT);
    assertThat(bench.state()).isNotEqualTo(before);
    bench.restore(String.valueOf(report.rollbackPoint()), PLAIN);

    assertThat(bench.state()).isEqualTo(before);
  }

  @Test
  void aDamagedEntryOfTheStoreIsReplaced() {
    bench.set("global", "k", "good");
    BackupInfo info = bench.full();
    bench.open().backend().put(Keys.state(StateScope.GLOBAL, "k"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> bench.restore(info.id(), RestoreOptions.DEFAULT))
        .hasMessageContaining("--no-backup");
    bench.restore(info.id(), PLAIN);

    assertThat(bench.state().toString()).contains("good");
  }

  @Test
  void holdsOneMomentWhileOthersWrite() throws Exception {
    bench.settings.put("backup.max_backups", 2);
    byte[] left = Keys.state(StateScope.GLOBAL, "a");
    byte[] right = Keys.state(StateScope.GLOBAL, "z");
    for (int i = 0; i < 3000; i++) {
      bench.set("global", "filler" + i, "x".repeat(50));
    }
    transfer(left, right, 50);
    var stop = new AtomicBoolean();
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var writer =
          CompletableFuture.runAsync(
              () -> {
                for (long n = 0; !stop.get(); n++) {
                  transfer(left, right, n % 101);
                }
              },
              threads);
      for (int i = 0; i < 8; i++) {
        BackupInfo info = i % 2 == 0 ? bench.full() : bench.incremental();
        assertThat(sum(info, left, right)).as(info.id()).isEqualTo(100);
      }
      stop.set(true);
      writer.get();
    }
  }

  private void transfer(byte[] left, byte[] right, long amount) {
    var store = bench.open();
    store.writing(() -> {
      store
          .backend()
          .write(
              List.of(
                  store.put(left, StateRecord.of(amount, 1)),
                  store.put(right, StateRecord.of(100 - amount, 1))));
      return true;
    });
  }

  private long sum(BackupInfo info, byte[] left, byte[] right) {
    var other = new Bench(home);
    other.restore(info.id(), PLAIN);
    return (Long) value(other, left) + (Long) value(other, right);
  }

  private static Object value(Bench bench, byte[] key) {
    StateRecord record = bench.open().read(key);
    return java.util.Objects.requireNonNull(java.util.Objects.requireNonNull(record).value());
  }

  @Test
  void anUnknownIdIsAnsweredWithTheNearest() {
    BackupInfo info = bench.full();
    String wrong = info.id().substring(0, info.id().length() - 1) + "!";

    assertThatThrownBy(() -> bench.service().info(wrong))
        .hasMessageContaining("Backup not found: '%s'", wrong)
        .hasMessageContaining("did you mean '%s'?", info.id())
        .hasMessageContaining(bench.backups().toString());
  }

  @Test
  void saysWhichSettingSwitchesBackupsOn() {
    bench.settings.put("backup_enabled", false);

    assertThatThrownBy(bench::full)
        .hasMessageContaining("set runtime.state_persistence.backup_enabled to true");
  }

  @Test
  void brotliIsRefusedWithWhatIsSupported() {
    bench.settings.put("backup.compression_type", "brotli");

    assertThatThrownBy(bench::full)
        .hasMessageContaining("'brotli'")
        .hasMessageContaining("none, gzip, zstd and lz4");
  }

  @Test
  void aCancelledBackupLeavesNothingBehind() throws Exception {
    for (int i = 0; i < 500; i++) {
      bench.set("global", "k" + i, i);
    }
    var cancellation = Cancellation.create();
    StateProgress cancelling = (_, _, _) -> cancellation.cancel("enough");

    assertThatThrownBy(() -> bench.service().create(BackupOptions.FULL, cancelling, cancellation))
        .isInstanceOf(CancellationException.class);

    assertThat(bench.service().list()).isEmpty();
    try (var files = Files.list(bench.backups())) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly(".lock");
    }
  }

  @Test
  void aBrokenParentIsFollowedByAFullBackup() throws Exception {
    bench.set("global", "k", 1L);
    BackupInfo parent = bench.full();
    byte[] bytes = Files.readAllBytes(file(parent));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(parent), bytes);
    bench.set("global", "k", 2L);

    BackupInfo next = bench.incremental();

    assertThat(next.incremental()).isFalse();
    assertThat(bench.validate(next.id()).valid()).isTrue();
  }

  @Test
  void aChainEndsWhenItsFullBackupIsTooOldOrItIsTooLong() {
    bench.settings.put("backup.max_chain_length", 2);
    bench.full();
    assertThat(bench.incremental().incremental()).isTrue();
    assertThat(bench.incremental().incremental()).isFalse();
    assertThat(bench.incremental().incremental()).isTrue();
    bench.settings.put("backup.max_chain_length", 9);
    bench.now = bench.now.plus(Duration.ofDays(2));
    assertThat(bench.incremental().incremental()).isFalse();
  }

  @Test
  void theNewestComesFirstAlsoWhenTheClockWasSetBack() {
    BackupInfo first = bench.full();
    bench.now = bench.now.minus(Duration.ofDays(3));
    BackupInfo second = bench.incremental();

    assertThat(bench.service().list())
        .extracting(BackupInfo::id)
        .containsExactly(second.id(), first.id());
    assertThat(second.parentId()).isEqualTo(first.id());
  }

  @Test
  void aParentIsNotDeletedBeforeItsChild() {
    BackupInfo parent = bench.full();
    BackupInfo child = bench.incremental();

    assertThatThrownBy(() -> bench.service().delete(parent.id())).hasMessageContaining(child.id());
    bench.service().delete(child.id());
    bench.service().delete(parent.id());

    assertThat(bench.service().list()).isEmpty();
    assertThat(file(parent)).doesNotExist();
  }

  private Path file(BackupInfo info) {
    return bench.backups().resolve(info.id() + BackupFolder.DATA);
  }
}
