package org.llmspell.state.xodus;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateSnapshot;

/** A read-only transaction. While it is open, space that was in use then is not given back. */
final class XodusSnapshot implements StateSnapshot {
  private final XodusBackend backend;
  private final Values values;
  private final Transaction transaction;

  /** Held for reading while the transaction is used, for writing to end it. */
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

  XodusSnapshot(XodusBackend backend, Values values, Transaction transaction) {
    this.backend = backend;
    this.values = values;
    this.transaction = transaction;
  }

  private <T extends @Nullable Object> T use(Supplier<T> work) {
    return backend.use(
        "read",
        () -> {
          using.readLock().lock();
          try {
            if (transaction.isFinished()) {
              throw SpellException.storage(
                  "closed", "this snapshot of the state is closed; take another one", null);
            }
            return work.get();
          } finally {
            using.readLock().unlock();
          }
        });
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return this.<byte @Nullable []>use(() -> values.get(transaction, key));
  }

  @Override
  public void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
    use(() -> {
      Scan.run(values, transaction, prefix, from, visitor);
      return true;
    });
  }

  /** Ends the transaction, when all who use it are done. */
  void end() {
    using.writeLock().lock();
    try {
      if (!transaction.isFinished()) {
        transaction.abort();
      }
    } finally {
      using.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    end();
    backend.forget(this);
  }
}
