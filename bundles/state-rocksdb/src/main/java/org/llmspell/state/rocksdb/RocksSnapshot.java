package org.llmspell.state.rocksdb;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateSnapshot;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/** A snapshot of RocksDB. While it is open, entries that were there are not compacted away. */
final class RocksSnapshot implements StateSnapshot {
  private final RocksBackend backend;
  private final RocksDB store;
  private final Snapshot snapshot;
  private final ReadOptions reading;

  /** Held for reading while the snapshot is used, for writing to end it. */
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

  private boolean ended;

  RocksSnapshot(RocksBackend backend, RocksDB store) {
    this.backend = backend;
    this.store = store;
    this.snapshot = store.getSnapshot();
    this.reading = new ReadOptions().setSnapshot(snapshot);
  }

  private <T extends @Nullable Object> T use(RocksBackend.Work<T> work) {
    return backend.use(
        "read",
        () -> {
          using.readLock().lock();
          try {
            if (ended) {
              throw SpellException.storage(
                  "closed", "this snapshot of the state is closed; take another one", null);
            }
            return work.run();
          } finally {
            using.readLock().unlock();
          }
        });
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return this.<byte @Nullable []>use(() -> store.get(reading, key));
  }

  @Override
  public void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
    use(() -> {
      Scan.run(store, reading, prefix, from, visitor);
      return true;
    });
  }

  /** Lets go of it, when all who use it are done; the store is open. */
  void end() {
    using.writeLock().lock();
    try {
      if (!ended) {
        ended = true;
        reading.close();
        store.releaseSnapshot(snapshot);
        snapshot.close();
      }
    } finally {
      using.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    backend.useLock().lock();
    try {
      if (!backend.closed()) {
        end();
        backend.forget(this);
      }
    } finally {
      backend.useLock().unlock();
    }
  }
}
