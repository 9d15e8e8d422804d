package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupValidation;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.store.KeyRing;

/** Flips bits and cuts files: no damage passes, and none reaches the state. */
class FileDamageTest {
  private static final int PLACES = 60;

  @TempDir Path home;

  private Bench bench(String compression) {
    var bench = new Bench(home);
    bench.settings.put("backup.compression_type", compression.replace("+key", ""));
    bench.keys = compression.endsWith("+key") ? KeyRing.inMemory() : null;
    for (int i = 0; i < 60; i++) {
      bench.set("user:" + i % 3, "k" + i, "value ".repeat(i % 10) + i);
    }
    return bench;
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "zstd", "lz4", "lz4+key"})
  void everyFlippedBitIsFound(String compression) throws IOException {
    Bench bench = bench(compression);
    BackupInfo parent = bench.full();
    bench.set("user:0", "k0", "new");
    BackupInfo child = bench.incremental();
    Map<String, String> state = bench.state();
    int places = 0;
    int harmless = 0;
    for (BackupInfo damaged : new BackupInfo[] {parent, child}) {
      Path file = bench.backups().resolve(damaged.id() + BackupFolder.DATA);
      byte[] good = Files.readAllBytes(file);
      for (int place = 0; place < good.length; place += Math.max(1, good.length / PLACES)) {
        byte[] bad = good.clone();
        bad[place] ^= (byte) (1 << place % 8);
        Files.write(file, bad);
        BackupValidation found = bench.validate(child.id());
        assertThat(found.checksumValid()).as("byte %d", place).isFalse();
        Throwable refused =
            catchThrowable(() ->
                bench.restore(child.id(), RestoreOptions.DEFAULT.backup(false).verify(false)));
        // What a restore does not need, the index of the parent, may be damaged unless verified.
        assertThat(refused == null).as("byte %d", place).isEqualTo(found.integrityValid());
        if (refused != null) {
          assertThat(refused).isInstanceOf(SpellException.class);
        } else {
          assertThat(damaged).isEqualTo(parent);
          harmless++;
        }
        assertThat(bench.state()).isEqualTo(state);
        assertThat(bench.open().pending()).isEmpty();
        places++;
      }
      Files.write(file, good);
    }
    assertThat(places).isGreaterThan(3 * harmless);
    assertThat(bench.validate(child.id()).valid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd"})
  void everyCutIsFound(String compression) throws IOException {
    Bench bench = bench(compression);
    BackupInfo info = bench.full();
    Path file = bench.backups().resolve(info.id() + BackupFolder.DATA);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += Math.max(1, good.length / PLACES)) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThat(bench.validate(info.id()).integrityValid()).as("length %d", length).isFalse();
      assertThatThrownBy(
              () -> bench.restore(info.id(), RestoreOptions.DEFAULT.backup(false).verify(false)))
          .as("length %d", length)
          .isInstanceOf(SpellException.class);
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThat(bench.validate(info.id()).integrityValid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none"})
  void everyFlippedBitOfTheMetadataIsFound(String compression) throws IOException {
    Bench bench = bench(compression);
    BackupInfo info = bench.full();
    Path file = bench.backups().resolve(info.id() + BackupFolder.META);
    byte[] good = Files.readAllBytes(file);
    for (int place = 0; place < good.length; place++) {
      byte[] bad = good.clone();
      bad[place] ^= (byte) (1 << place % 7);
      Files.write(file, bad);
      boolean onlyLayout = bench.service().list().equals(java.util.List.of(info));
      if (!onlyLayout) {
        assertThat(bench.validate(info.id()).valid()).as("byte %d", place).isFalse();
      }
    }
    Files.write(file, good);
    assertThat(bench.validate(info.id()).valid()).isTrue();
  }
}
