package org.llmspell.state.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.llmspell.state.disk.Failures;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Finds out, before a store is opened for writing, whether RocksDB would have to cut something off.
 */
final class DamageCheck {
  private DamageCheck() {}

  /** What is wrong with a closed and locked store, one sentence each. */
  static List<String> problems(Path folder) throws IOException {
    if (CleanList.exists(folder)) {
      return CleanList.problems(folder);
    }
    if (!Files.exists(folder.resolve("CURRENT"))) {
      return hasData(folder) ? List.of("the file 'CURRENT' is missing") : List.of();
    }
    return dryRun(folder);
  }

  private static boolean hasData(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      // 'CURRENT' comes before the first of these.
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.endsWith(".sst") || name.endsWith(".log"));
    }
  }

  /** Opens a store that was left by a process that died, without writing to it. */
  private static List<String> dryRun(Path folder) throws IOException {
    long required = Mark.required(folder);
    try (var logs = new TemporaryFolder();
        var settings = new Settings().logTo(logs.path());
        RocksDB store = RocksDB.openReadOnly(settings.options(), folder.toString())) {
      long found = store.getLatestSequenceNumber();
      return found < required
          ? List.of(
              "the last %d changes that were acknowledged are not in its log"
                  .formatted(required - found))
          : List.of();
    } catch (RocksDBException e) {
      return List.of(Failures.reason(e));
    }
  }
}
