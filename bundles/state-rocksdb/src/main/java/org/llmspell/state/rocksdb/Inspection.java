package org.llmspell.state.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StoreReport;
import org.llmspell.state.disk.Calm;
import org.llmspell.state.disk.Failures;
import org.llmspell.state.disk.FolderLock;
import org.llmspell.state.disk.Salvaged;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Looks through closed stores without changing them, and saves what can be read. */
final class Inspection {
  private static final int MOST_PROBLEMS = 100;

  private final Path folder;
  private final List<String> problems = new ArrayList<>();
  private long readable;

  private Inspection(Path folder) {
    this.folder = folder;
  }

  static StoreReport inspect(Path folder) {
    return Calm.get(() -> new Inspection(folder).run((key, value) -> true, false));
  }

  static StoreReport salvage(Path folder, Path target) {
    return Calm.get(() -> {
      Salvaged.refuseFullTarget(target);
      try (StateBackend store = RocksBackend.open(target)) {
        var saved = new Salvaged(store);
        StoreReport report = new Inspection(folder).run(saved, true);
        saved.flush();
        store.sync();
        return report;
      }
    });
  }

  private StoreReport run(EntryVisitor visitor, boolean save) {
    if (!Files.isDirectory(folder)) {
      return new StoreReport(true, 0, 0, List.of());
    }
    try (FolderLock lock = FolderLock.takeQuietly(folder, RocksBackend.LOCK)) {
      problems.addAll(DamageCheck.problems(folder));
      if (Files.exists(folder.resolve("CURRENT")) || !problems.isEmpty()) {
        walk(visitor, save);
      }
      if (lock == null && !problems.isEmpty()) {
        problems.add("the file '%s' is missing".formatted(RocksBackend.LOCK));
      }
    } catch (IOException e) {
      throw Failures.failed("read", folder, e);
    }
    List<String> first = problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()));
    return new StoreReport(problems.isEmpty(), readable, first.size(), first);
  }

  private void walk(EntryVisitor visitor, boolean save) throws IOException {
    try (var logs = new TemporaryFolder();
        var settings = new Settings().logTo(logs.path());
        RocksDB store = RocksDB.openReadOnly(settings.options(), folder.toString())) {
      verify(store);
      readable = new DamagedWalk(store, visitor, problems).run();
    } catch (RocksDBException e) {
      problems.add("it can not be opened: " + Failures.reason(e));
      if (save) {
        walkRepaired(visitor);
      }
    }
  }

  private void verify(RocksDB store) {
    try {
      store.verifyChecksum();
    } catch (RocksDBException e) {
      problems.add(Failures.reason(e));
    }
  }

  /** Lets RocksDB find what it can in a copy, also when it has lost track of its files. */
  private void walkRepaired(EntryVisitor visitor) throws IOException {
    try (var copy = new TemporaryFolder()) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, copy.path().resolve(file.getFileName()));
        }
      }
      try (var settings = new Settings().makeTheBestOfIt();
          RocksDB store = RocksDB.open(settings.options(), copy.path().toString())) {
        readable = new DamagedWalk(store, visitor, problems).run();
      }
    } catch (RocksDBException e) {
      problems.add("it can not be opened in part either: " + Failures.reason(e));
      readable = new TableWalk(folder, visitor, problems).run();
    }
  }
}
