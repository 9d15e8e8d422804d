package org.llmspell.state.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.LogBackend;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.StateRecord;

/**
 * A process that writes, backs up and restores until it is killed. The state is of a generation g:
 * it has {@link #size} entries, and each has the value g; so any mixture of two states shows.
 */
final class KillVictim {
  private static final int SMALLEST = 2200;

  private KillVictim() {}

  static int size(long generation) {
    return SMALLEST + (int) (generation * 37 % 1100);
  }

  static Bench bench(Path home) throws IOException {
    var bench = new Bench(home);
    bench.folder = home;
    bench.settings.put("backup.max_backups", 8);
    bench.settings.put("backup.max_backup_age", 1);
    bench.settings.put("backup.max_chain_length", 4);
    bench.backend = new LogBackend(home.resolve("state.log"));
    bench.reopen();
    return bench;
  }

  /** The generation of the state; fails when it is a mixture. */
  static long generation(Bench bench) {
    List<Object> seen = new ArrayList<>();
    byte[] scope = Keys.scope(StateScope.GLOBAL);
    bench
        .open()
        .backend()
        .scan(
            scope,
            scope,
            (key, bytes) ->
                seen.add(String.valueOf(bench.open().codec().decode(key, bytes).value())));
    if (seen.isEmpty()) {
      return -1;
    }
    long generation = Long.parseLong(seen.getFirst().toString());
    if (seen.stream().distinct().count() != 1 || seen.size() != size(generation)) {
      throw new AssertionError(
          "%d entries of generations %s".formatted(seen.size(), seen.stream().distinct().toList()));
    }
    return generation;
  }

  private static void write(Bench bench, long generation) {
    List<StateWrite> batch = new ArrayList<>();
    for (int i = 0; i < SMALLEST + 1100; i++) {
      byte[] key = Keys.state(StateScope.GLOBAL, "key" + i);
      batch.add(
          i < size(generation)
              ? bench.open().put(key, StateRecord.of(generation, 1))
              : StateWrite.delete(key));
    }
    bench.open().backend().write(batch);
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    Bench bench = bench(Path.of(args[0]));
    var random = new Random(Long.parseLong(args[1]));
    generation(bench);
    System.out.println("ready");
    while (true) {
      long generation = random.nextLong(1_000_000);
      write(bench, generation);
      bench.now = java.time.Instant.now();
      bench.create(new BackupOptions(random.nextInt(3) > 0, String.valueOf(generation)));
      List<BackupInfo> all = bench.service().list();
      BackupInfo any = all.get(random.nextInt(all.size()));
      bench.restore(any.id(), RestoreOptions.DEFAULT.backup(random.nextBoolean()));
      if (generation(bench) != Long.parseLong(description(any, bench))) {
        System.out.println("wrong generation after the restore of " + any.id());
        return;
      }
    }
  }

  /** The generation that a backup holds: its own text, or that of the state it was made of. */
  static String description(BackupInfo info, Bench bench) {
    if (info.description().matches("\\d+")) {
      return info.description();
    }
    return String.valueOf(generation(bench));
  }
}
