package org.llmspell.state.xodus;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.disk.Failures;
import org.llmspell.state.disk.FolderLock;

/** The files of an open store: locked, compared with their seals, ready for Xodus. */
final class StoreFiles {
  static final String LOCK = "lock";

  private final FolderLock lock;
  private final Seals seals;
  private final LogReader reader;
  private final LogWriter writer;

  private StoreFiles(Path folder, FolderLock lock, Seals seals, LogReader reader) {
    this.lock = lock;
    this.seals = seals;
    this.reader = reader;
    this.writer = new LogWriter(folder, reader, seals);
  }

  LogReader reader() {
    return reader;
  }

  LogWriter writer() {
    return writer;
  }

  /** Refuses a damaged store before anything in its folder is changed. */
  static StoreFiles open(Path folder) {
    @Nullable FolderLock lock = null;
    try {
      Files.createDirectories(folder);
      lock = FolderLock.take(folder, LOCK);
      List<String> problems = FolderCheck.problems(folder, false);
      if (!problems.isEmpty()) {
        throw Failures.damaged(folder, problems);
      }
      SealTable table = SealTable.read(folder);
      return table == null ? create(folder, lock) : open(folder, lock, table);
    } catch (IOException e) {
      release(lock, e);
      throw Failures.failed("open", folder, e);
    } catch (SpellException e) {
      release(lock, e);
      throw e;
    }
  }

  private static void release(@Nullable FolderLock lock, Exception failure) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (SpellException e) {
      failure.addSuppressed(e);
    }
  }

  private static StoreFiles create(Path folder, FolderLock lock) throws IOException {
    Seals seals = Seals.create(folder);
    var files = new StoreFiles(folder, lock, seals, LogReader.strict(folder, Map.of()));
    files.writer.syncDirectory();
    seals.clean(false);
    return files;
  }

  private static StoreFiles open(Path folder, FolderLock lock, SealTable table) throws IOException {
    NavigableMap<Long, Path> logs = LogFiles.in(folder);
    Map<Long, Seal> unchecked = new HashMap<>();
    table.seals().forEach((address, slot) -> unchecked.put(address, table.required(slot)));
    Seals seals = Seals.open(folder);
    if (!logs.isEmpty()) {
      unchecked.remove(logs.lastKey());
      if (!table.clean()) {
        adopt(seals, logs.lastKey(), logs.lastEntry().getValue());
      }
    }
    seals.clean(false);
    return new StoreFiles(folder, lock, seals, LogReader.strict(folder, unchecked));
  }

  /**
   * Makes the last file of a store that was left by a process that died as good as any: what that
   * process did not sync is synced, and sealed as it is. What it did not finish Xodus cuts off.
   */
  private static void adopt(Seals seals, long address, Path log) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "rw")) {
      file.getFD().sync();
      Seal seal = Seal.of(file.length(), Checksums.of(file, file.length()));
      seals.written(address, seal);
      seals.synced(address, seal);
    }
  }

  /**
   * Lets go of everything.
   *
   * @param clean whether all was written
   */
  void close(boolean clean) {
    try {
      writer.close();
      reader.close();
      if (clean) {
        seals.clean(true);
      }
    } finally {
      seals.close();
      lock.close();
    }
  }
}
