package org.llmspell.state.xodus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;

class SealsTest {
  @TempDir Path folder;

  @Test
  void keepsMoreSealsThanItBeganWith() throws Exception {
    try (Seals seals = Seals.create(folder)) {
      for (int i = 0; i < 1_000; i++) {
        seals.written(i * LogFiles.SIZE, new Seal(i, -i));
      }
      seals.remove(0);
      seals.written(5_000 * LogFiles.SIZE, new Seal(7, 8));

      assertThat(seals.written(999 * LogFiles.SIZE)).isEqualTo(new Seal(999, -999));
    }

    try (Seals seals = Seals.open(folder)) {
      assertThat(seals.has(0)).isFalse();
      assertThat(seals.written(LogFiles.SIZE)).isEqualTo(new Seal(1, -1));
      assertThat(seals.written(999 * LogFiles.SIZE)).isEqualTo(new Seal(999, -999));
      assertThat(seals.written(5_000 * LogFiles.SIZE)).isEqualTo(new Seal(7, 8));
    }
  }

  @Test
  void mayLoseWhatWasNotSyncedWhenPowerWasLost() throws Exception {
    Path left = leftAfterPowerLoss();
    cut(left, 2);

    try (StateBackend store = new XodusBackends().open(left)) {
      assertThat(store.get(bytes("synced"))).isEqualTo(bytes("yes"));
      assertThat(store.get(bytes("not synced"))).isNull();
    }
  }

  @Test
  void refusesToLoseWhatWasSyncedWhenPowerWasLost() throws Exception {
    Path left = leftAfterPowerLoss();
    cut(left, 10_000);

    assertThatThrownBy(() -> new XodusBackends().open(left))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  @Tag("slow")
  void givesBackSpaceThatIsNotUsed() throws Exception {
    try (StateBackend store = new XodusBackends().open(folder)) {
      for (int i = 0; i < 30_000; i++) {
        store.put(bytes("k" + i % 500), new byte[4_000]);
      }
      assertThat(bytesOnDisk()).isGreaterThan(30L << 20);

      long deadline = System.nanoTime() + Duration.ofMinutes(4).toNanos();
      for (int i = 0; bytesOnDisk() > 30L << 20 && System.nanoTime() < deadline; i++) {
        store.put(bytes("k" + i % 500), new byte[4_000]);
        LockSupport.parkNanos(5_000_000);
      }

      assertThat(bytesOnDisk()).isLessThan(30L << 20);
    }
    assertThat(new XodusBackends().inspect(folder).sound()).isTrue();
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** A copy of a store that is open, as if the machine had been started again since. */
  private Path leftAfterPowerLoss() throws Exception {
    Path left = folder.resolve("left");
    Path open = folder.resolve("open");
    try (StateBackend store = new XodusBackends().open(open)) {
      store.put(bytes("much"), new byte[20_000]);
      store.put(bytes("synced"), bytes("yes"));
      store.sync();
      store.put(bytes("not synced"), bytes("no"));
      Files.createDirectories(left);
      try (Stream<Path> files = Files.list(open)) {
        for (Path file : files.toList()) {
          Files.copy(file, left.resolve(file.getFileName()));
        }
      }
    }
    try (var seals = new RandomAccessFile(left.resolve(SealTable.FILE).toFile(), "rw")) {
      seals.seek(SealTable.BOOT_AT);
      seals.writeLong(1);
    }
    return left;
  }

  private static void cut(Path store, int bytes) throws IOException {
    Path log = LogFiles.in(store).lastEntry().getValue();
    try (var file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(file.length() - bytes);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
