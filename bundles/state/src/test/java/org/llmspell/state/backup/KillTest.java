package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.testkit.state.OtherProcess;

/** Kills a real process at random moments of backups and restores. */
@Tag("integration")
class KillTest {
  private static final int ROUNDS = Integer.getInteger("llmspell.test.kills", 4);

  @TempDir Path home;
  @TempDir Path output;

  @Test
  void killedAtAnyMomentTheStateAndEveryBackupAreWhole() throws Exception {
    long seed = Long.getLong("llmspell.test.seed", 1);
    var random = new Random(seed);
    int restores = 0;
    int leftovers = 0;
    for (int round = 0; round < ROUNDS; round++) {
      kill(random);
      leftovers += count(BackupFolder.TEMPORARY);
      restores += count(".plan");
      Bench bench = KillVictim.bench(home);
      String where = "seed %d, round %d".formatted(seed, round);
      KillVictim.generation(bench);
      assertThat(count(".plan")).as(where).isLessThan(2);
      List<BackupInfo> all = bench.service().list();
      for (BackupInfo info : all) {
        assertThat(bench.validate(info.id()).errors()).as(where).isEmpty();
      }
      if (!all.isEmpty()) {
        BackupInfo any = all.get(random.nextInt(all.size()));
        bench.restore(any.id(), RestoreOptions.DEFAULT.backup(false));
        assertThat(String.valueOf(KillVictim.generation(bench)))
            .as(where)
            .isEqualTo(KillVictim.description(any, bench));
        bench.service().cleanup(false);
        assertThat(count(BackupFolder.TEMPORARY)).as(where).isZero();
        assertThat(count(".plan")).as(where).isZero();
      }
      bench.backend.close();
    }
    System.out.printf("%d kills, %d in a restore, %d in a backup%n", ROUNDS, restores, leftovers);
  }

  private void kill(Random random) throws IOException, InterruptedException {
    String seed = String.valueOf(random.nextLong());
    try (var victim = OtherProcess.start(output, KillVictim.class, home.toString(), seed)) {
      victim.awaitFirstLine();
      victim.letRun(Duration.ofMillis(20 + random.nextInt(900)));
    }
  }

  private int count(String suffix) throws IOException {
    try (var files = Files.walk(home)) {
      return (int) files.filter(file -> file.toString().endsWith(suffix)).count();
    }
  }
}
