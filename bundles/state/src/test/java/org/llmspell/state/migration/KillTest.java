package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.state.LogBackend;
import org.llmspell.testkit.state.OtherProcess;

/**
 * Kills a process that migrates and rolls back for ever, at random moments, also while it finishes
 * what an earlier death has interrupted. More rounds with {@code -Dllmspell.kill.rounds=300}.
 */
@Tag("slow")
class KillTest {
  private static final int ROUNDS = Integer.getInteger("llmspell.kill.rounds", 3);
  private static final int ORDERS = 2_000;

  @TempDir Path folder;
  @TempDir Path output;

  @Test
  void leavesAllOldOrAllNewWheneverTheProcessIsKilled() throws Exception {
    long seed = Long.getLong("llmspell.kill.seed", 42);
    var random = new Random(seed);
    Map<String, String> old;
    try (Store store = new Store(folder)) {
      store.fixture.putOrders(ORDERS);
      old = store.fixture.entries();
    }
    Map<String, @Nullable Object> migrated = migrated();
    int[] counts = new int[3];

    for (int round = 0; round < ROUNDS; round++) {
      kill(random);
      try (Store store = new Store(folder)) {
        counts[0] += store.fixture.store.pending().isEmpty() ? 0 : 1;
        store.recover();
        boolean isOld = store.fixture.entries().equals(old);
        boolean isNew = !isOld && store.fixture.values().equals(migrated);
        assertThat(isOld || isNew).as("seed %d, round %d", seed, round).isTrue();
        assertThat(store.fixture.migrator().status("").current())
            .isEqualTo(isNew ? Fixture.V2 : Fixture.V1);
        counts[isNew ? 2 : 1]++;
        if (isNew) {
          store.fixture.rollback(true);
          assertThat(store.fixture.entries()).isEqualTo(old);
        }
        if (round % 20 == 19) {
          store.compact();
        }
      }
    }
    System.getLogger("llmspell.state")
        .log(
            System.Logger.Level.INFO,
            "{0} kills: {1} in the middle; then {2} all old, {3} all new",
            ROUNDS,
            counts[0],
            counts[1],
            counts[2]);
    assertThat(counts[1] + counts[2]).isEqualTo(ROUNDS);
  }

  private Map<String, @Nullable Object> migrated() {
    var fixture = new Fixture().with(Fixture.ORDERS_1, Fixture.ORDERS_2);
    fixture.putOrders(ORDERS);
    fixture.migrate("1.1.0");
    return fixture.values();
  }

  private void kill(Random random) throws IOException, InterruptedException {
    try (var process = OtherProcess.start(output, Victim.class, folder.toString())) {
      process.awaitFirstLine();
      process.letRun(Duration.ofMillis(random.nextInt(1500)));
    }
  }

  /** A store on disk with the two versions of the schema. */
  private static final class Store implements AutoCloseable {
    final Path folder;
    LogBackend backend;
    Fixture fixture;

    Store(Path folder) throws IOException {
      this.folder = folder;
      this.backend = new LogBackend(folder.resolve("store.log"));
      this.fixture = new Fixture(backend, folder).with(Fixture.ORDERS_1, Fixture.ORDERS_2);
    }

    void recover() {
      fixture.store.recover(List.of(new MigrationRecovery()), StateProgress.NONE);
    }

    /** Writes the log anew, so that it does not grow for ever. */
    void compact() throws IOException {
      List<StateWrite> all = new ArrayList<>();
      backend.scan(new byte[0], new byte[0], (key, value) -> all.add(StateWrite.put(key, value)));
      backend.close();
      Files.delete(folder.resolve("store.log"));
      backend = new LogBackend(folder.resolve("store.log"));
      backend.write(all);
    }

    @Override
    public void close() {
      backend.close();
    }
  }

  /** What is killed. */
  static final class Victim {
    private Victim() {}

    /** Migrates and rolls back until it is killed. */
    public static void main(String[] args) throws IOException {
      try (Store store = new Store(Path.of(args[0]))) {
        System.out.println("ready");
        store.recover();
        MigrationOptions options = MigrationOptions.DEFAULT.withBatchSize(20);
        while (true) {
          if (store.fixture.migrator().status("").current().equals(Fixture.V1)) {
            store.fixture.migrate("1.1.0", options);
          }
          store.fixture.rollback(true);
        }
      }
    }
  }
}
