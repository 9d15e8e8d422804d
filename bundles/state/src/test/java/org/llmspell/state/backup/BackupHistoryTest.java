package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.Keys;

/** Random histories: every backup restores exactly the state of its moment. */
class BackupHistoryTest {
  private static final List<String> SCOPES =
      List.of("global", "user:ann", "session:ann_1", "agent:a:b", "workflow:w", "custom:ü%");
  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "zstd", "lz4");

  @TempDir Path home;

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("llmspell.test.histories", 8));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyBackupRestoresTheStateOfItsMoment(long seed) {
    var random = new Random(seed);
    var bench = new Bench(home);
    bench.keys = seed % 3 == 0 ? KeyRing.inMemory() : null;
    if (seed % 5 == 1) {
      bench.environment.put("LLMSPELL_BACKUP_PASSPHRASE", "open sesame");
    }
    bench.settings.put("backup.max_chain_length", 2 + random.nextInt(6));
    Map<String, Map<String, String>> moments = new HashMap<>();
    List<BackupInfo> made = new ArrayList<>();
    for (int step = 0; step < 20; step++) {
      bench.settings.put("backup.compression_type", COMPRESSIONS.get(random.nextInt(4)));
      change(bench, random);
      switch (random.nextInt(6)) {
        case 0 -> made.add(bench.full());
        case 1, 2, 3 -> made.add(bench.incremental());
        case 4 -> {
          if (bench.keys != null) {
            bench.keys.rotate();
          }
        }
        default -> {
          if (!made.isEmpty()) {
            BackupInfo any = made.get(random.nextInt(made.size()));
            bench.restore(any.id(), RestoreOptions.DEFAULT.backup(false));
            assertThat(bench.state()).isEqualTo(moments.get(any.id()));
          }
        }
      }
      if (!made.isEmpty()) {
        moments.putIfAbsent(made.getLast().id(), bench.state());
      }
    }
    for (BackupInfo backup : made) {
      assertThat(bench.validate(backup.id()).errors()).isEmpty();
      bench.restore(backup.id(), RestoreOptions.DEFAULT.backup(false));
      assertThat(bench.state()).as(backup.id()).isEqualTo(moments.get(backup.id()));
      assertThat(backup.entryCount()).isEqualTo(bench.state().size());
    }
  }

  private static void change(Bench bench, Random random) {
    int changes = random.nextInt(20);
    IntStream.range(0, changes)
        .forEach(_ -> {
          String scope = SCOPES.get(random.nextInt(SCOPES.size()));
          String key = "k" + random.nextInt(12);
          switch (random.nextInt(4)) {
            case 0 -> bench.remove(scope, key);
            case 1 -> bench.set(Keys.of(Keys.AGENT_STATE, key), Map.of("n", random.nextLong()));
            default -> bench.set(scope, key, "v".repeat(random.nextInt(300)) + random.nextInt());
          }
        });
  }
}
