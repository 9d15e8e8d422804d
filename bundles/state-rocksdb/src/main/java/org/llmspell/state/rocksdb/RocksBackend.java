package org.llmspell.state.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.disk.Calm;
import org.llmspell.state.disk.Failures;
import org.llmspell.state.disk.FolderLock;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** An open store of RocksDB. Native code never runs on a store that is closed: that would crash. */
final class RocksBackend implements StateBackend {
  static final String NAME = "rocksdb";
  static final String LOCK = "llmspell.lock";
  private static final BackendTraits TRAITS =
      new BackendTraits(NAME, true, true, true, true, true, 3, 6);

  private final Path folder;
  private final FolderLock lock;
  private final Settings settings;
  private final RocksDB store;
  private final Mark mark;
  private final ReadOptions reading = new ReadOptions();
  private final WriteOptions writing = new WriteOptions();
  private final Set<RocksSnapshot> snapshots = ConcurrentHashMap.newKeySet();

  /** Held for reading by every call, for writing by close. */
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

  private boolean closed;

  private RocksBackend(Path folder, FolderLock lock, Settings settings, RocksDB store, Mark mark) {
    this.folder = folder;
    this.lock = lock;
    this.settings = settings;
    this.store = store;
    this.mark = mark;
  }

  /** What may be done with the native code. */
  interface Work<T extends @Nullable Object> {
    T run() throws RocksDBException;
  }

  static RocksBackend open(Path folder) {
    return Calm.get(() -> {
      try {
        Files.createDirectories(folder);
        return openLocked(folder, FolderLock.take(folder, LOCK));
      } catch (IOException | RocksDBException e) {
        throw Failures.failed("open", folder, e);
      }
    });
  }

  private static RocksBackend openLocked(Path folder, FolderLock lock)
      throws IOException, RocksDBException {
    var settings = new Settings();
    @Nullable RocksDB store = null;
    boolean open = false;
    try {
      List<String> problems = DamageCheck.problems(folder);
      if (!problems.isEmpty()) {
        throw Failures.damaged(folder, problems);
      }
      CleanList.remove(folder);
      store = RocksDB.open(settings.options(), folder.toString());
      Mark mark = Mark.start(folder, store.getLatestSequenceNumber());
      var backend = new RocksBackend(folder, lock, settings, store, mark);
      open = true;
      return backend;
    } finally {
      if (!open) {
        if (store != null) {
          store.close();
        }
        settings.close();
        lock.close();
      }
    }
  }

  /** Does something while the store can not be closed. */
  <T extends @Nullable Object> T use(String operation, Work<T> work) {
    using.readLock().lock();
    try {
      if (closed) {
        throw Failures.closed(folder);
      }
      return work.run();
    } catch (RocksDBException e) {
      throw Failures.failed(operation, folder, e);
    } finally {
      using.readLock().unlock();
    }
  }

  @Override
  public BackendTraits traits() {
    return TRAITS;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return this.<byte @Nullable []>use("read", () -> store.get(reading, key));
  }

  @Override
  public void write(List<StateWrite> changes) {
    use(
        "write",
        () -> {
          try (var batch = new WriteBatch()) {
            for (StateWrite change : changes) {
              byte[] value = change.value();
              if (value == null) {
                batch.delete(change.key());
              } else {
                batch.put(change.key(), value);
              }
            }
            store.write(writing, batch);
            mark.reached(store.getLatestSequenceNumber());
          }
          return true;
        });
  }

  @Override
  public void sync() {
    use(
        "sync",
        () -> {
          store.flushWal(true);
          return true;
        });
  }

  @Override
  public void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
    use(
        "read",
        () -> {
          Scan.run(store, reading, prefix, from, visitor);
          return true;
        });
  }

  @Override
  public StateSnapshot snapshot() {
    return use(
        "read",
        () -> {
          var snapshot = new RocksSnapshot(this, store);
          snapshots.add(snapshot);
          return snapshot;
        });
  }

  void forget(RocksSnapshot snapshot) {
    snapshots.remove(snapshot);
  }

  /** While the store is open or being closed; a snapshot must not be ended afterwards. */
  boolean closed() {
    return closed;
  }

  ReentrantReadWriteLock.ReadLock useLock() {
    return using.readLock();
  }

  @Override
  public long size() {
    return use("read", () -> store.getLongProperty("rocksdb.estimate-num-keys"));
  }

  @Override
  public void close() {
    if (using.getReadHoldCount() > 0) {
      throw SpellException.storage(
          "close",
          "the state store in '%s' can not be closed by who is looking through it"
              .formatted(folder),
          null);
    }
    Calm.get(() -> {
      closeFiles();
      return true;
    });
  }

  private void closeFiles() {
    using.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      closeStore();
    } catch (RocksDBException | IOException e) {
      throw Failures.failed("close", folder, e);
    } finally {
      using.writeLock().unlock();
    }
  }

  private void closeStore() throws RocksDBException, IOException {
    try (lock) {
      try {
        for (RocksSnapshot snapshot : new ArrayList<>(snapshots)) {
          snapshot.end();
        }
        // Into the tables, where each block has a checksum.
        try (var flush = new FlushOptions().setWaitForFlush(true)) {
          store.flush(flush);
        }
      } finally {
        closeNative();
      }
      CleanList.write(folder);
    }
  }

  private void closeNative() throws RocksDBException {
    try {
      store.closeE();
    } finally {
      reading.close();
      writing.close();
      settings.close();
      mark.close();
    }
  }
}
