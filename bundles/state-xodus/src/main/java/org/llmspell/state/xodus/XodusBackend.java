package org.llmspell.state.xodus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import jetbrains.exodus.ExodusException;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.disk.Calm;
import org.llmspell.state.disk.Failures;
import org.llmspell.state.disk.SharedWrites;

/** An open store of Xodus. Readers see the last committed transaction and never wait. */
final class XodusBackend implements StateBackend {
  static final String NAME = "xodus";
  private static final BackendTraits TRAITS =
      new BackendTraits(NAME, true, true, true, true, true, 3, 40);

  private final Path folder;
  private final StoreFiles files;
  private final Set<XodusSnapshot> snapshots = ConcurrentHashMap.newKeySet();
  private final SharedWrites writes = new SharedWrites(this::commit);

  /** Held for reading by every call, for writing by close. */
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

  private Environment environment;
  private Values values;
  private boolean closed;

  private XodusBackend(Path folder, StoreFiles files, Environment environment, Values values) {
    this.folder = folder;
    this.files = files;
    this.environment = environment;
    this.values = values;
  }

  static XodusBackend open(Path folder) {
    return Calm.get(() -> openFolder(folder));
  }

  private static XodusBackend openFolder(Path folder) {
    StoreFiles files = StoreFiles.open(folder);
    @Nullable Environment environment = null;
    try {
      environment = Xodus.open(folder, files.reader(), files.writer(), false);
      return new XodusBackend(folder, files, environment, Values.of(environment));
    } catch (RuntimeException e) {
      SpellException failure =
          e instanceof SpellException known ? known : Failures.failed("open", folder, e);
      if (environment != null) {
        closeAfter(failure, environment::close);
      }
      closeAfter(failure, () -> files.close(false));
      throw failure;
    }
  }

  private static void closeAfter(SpellException failure, Runnable close) {
    try {
      close.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Does something while the store can not be closed. */
  <T extends @Nullable Object> T use(String operation, Supplier<T> work) {
    if (files.writer().failed() && using.getReadHoldCount() == 0) {
      Calm.get(this::openAgain);
    }
    using.readLock().lock();
    try {
      if (closed) {
        throw Failures.closed(folder);
      }
      if (files.writer().failed()) {
        throw SpellException.storage(
            operation,
            "the state store in '%s' has to be opened again after a failed write; end the scan first"
                .formatted(folder),
            null);
      }
      return work.get();
    } catch (ExodusException e) {
      throw Failures.failed(operation, folder, e);
    } finally {
      using.readLock().unlock();
    }
  }

  /** Opens Xodus again after a write that failed: it goes back to what was acknowledged. */
  private boolean openAgain() {
    using.writeLock().lock();
    try {
      if (!closed && files.writer().failed()) {
        endSnapshots();
        // It must not write any more.
        environment.getEnvironmentConfig().setEnvCloseForcedly(true);
        environment.close();
        environment = Xodus.open(folder, files.reader(), files.writer(), false);
        files.writer().recovered();
        values = Values.of(environment);
      }
      return true;
    } catch (ExodusException e) {
      throw Failures.failed("open again", folder, e);
    } finally {
      using.writeLock().unlock();
    }
  }

  private void endSnapshots() {
    snapshots.forEach(XodusSnapshot::end);
    snapshots.clear();
  }

  private <T extends @Nullable Object> T read(Function<Transaction, T> work) {
    return use(
        "read",
        () -> {
          Transaction transaction = environment.beginReadonlyTransaction();
          try {
            return work.apply(transaction);
          } finally {
            transaction.abort();
          }
        });
  }

  @Override
  public BackendTraits traits() {
    return TRAITS;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return this.<byte @Nullable []>read(transaction -> values.get(transaction, key));
  }

  @Override
  public void write(List<StateWrite> changes) {
    if (!write(changes, false)) {
      write(changes, true);
    }
  }

  private boolean write(List<StateWrite> changes, boolean alone) {
    return Calm.get(() -> use("write", () -> changes.isEmpty() || writes.write(changes, alone)));
  }

  private void commit(List<List<StateWrite>> batches) {
    Transaction transaction = environment.beginExclusiveTransaction();
    try {
      for (List<StateWrite> changes : batches) {
        for (StateWrite change : changes) {
          byte[] value = change.value();
          if (value == null) {
            values.delete(transaction, change.key());
          } else {
            values.put(transaction, change.key(), value);
          }
        }
      }
      if (!transaction.commit()) {
        throw new ExodusException("an exclusive transaction was not accepted");
      }
    } finally {
      if (!transaction.isFinished()) {
        transaction.abort();
      }
    }
  }

  @Override
  public void sync() {
    use(
        "sync",
        () -> {
          try {
            files.writer().force();
            return true;
          } catch (IOException e) {
            throw Failures.failed("sync", folder, e);
          }
        });
  }

  @Override
  public void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
    read(transaction -> {
      Scan.run(values, transaction, prefix, from, visitor);
      return true;
    });
  }

  @Override
  public StateSnapshot snapshot() {
    return use(
        "read",
        () -> {
          Transaction transaction = environment.beginReadonlyTransaction();
          values.prepare(transaction);
          var snapshot = new XodusSnapshot(this, values, transaction);
          snapshots.add(snapshot);
          return snapshot;
        });
  }

  void forget(XodusSnapshot snapshot) {
    snapshots.remove(snapshot);
  }

  @Override
  public long size() {
    return read(values::count);
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
      boolean clean = false;
      try {
        endSnapshots();
        if (files.writer().failed()) {
          environment.getEnvironmentConfig().setEnvCloseForcedly(true);
        }
        environment.close();
        clean = !files.writer().failed();
      } finally {
        files.close(clean);
      }
    } catch (ExodusException e) {
      throw Failures.failed("close", folder, e);
    } finally {
      using.writeLock().unlock();
    }
  }
}
