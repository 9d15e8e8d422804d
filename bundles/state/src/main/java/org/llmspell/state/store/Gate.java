package org.llmspell.state.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Lets ordinary calls through side by side, and bulk work alone. A read costs two volatile reads
 * when no bulk work is there. Ordinary calls must not be inside each other; bulk work may make
 * ordinary calls on its own thread.
 */
final class Gate {
  private final StampedLock lock = new StampedLock();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Duration patience;
  private volatile @Nullable Thread owner;
  private volatile String work = "";
  private volatile boolean closed;

  Gate(Duration patience) {
    this.patience = patience;
  }

  /** Does a read that may be repeated. */
  <T extends @Nullable Object> T read(Supplier<T> read) {
    long stamp = lock.tryOptimisticRead();
    if (stamp != 0) {
      try {
        T value = read.get();
        if (!closed && lock.validate(stamp)) {
          return value;
        }
      } catch (RuntimeException | LinkageError e) {
        // Bulk work that has begun meanwhile may be the reason, or that all has ended: then even
        // the classes of the backend may be gone.
        if (!closed && lock.validate(stamp)) {
          throw e;
        }
      }
    }
    return pass(read);
  }

  /** Does an ordinary call that happens once. */
  <T extends @Nullable Object> T pass(Supplier<T> call) {
    if (owner == Thread.currentThread()) {
      return call.get();
    }
    long stamp = enter();
    try {
      requireOpen();
      return call.get();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private long enter() {
    try {
      // Behind bulk work that waits, or many callers side by side would keep it out for ever.
      long stamp = waiting.get() == 0 ? lock.tryReadLock() : 0;
      if (stamp == 0) {
        stamp = lock.tryReadLock(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
      if (stamp == 0) {
        throw SpellException.storage(
            "lock",
            "State is not available: it has been busy with '%s' for more than %d seconds"
                .formatted(work, patience.toSeconds()),
            null);
      }
      return stamp;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpellException.storage(
          "lock", "Interrupted while state was busy with '%s'".formatted(work), e);
    }
  }

  /** Refuses all calls from now on; for bulk work. */
  void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw SpellException.storage(
          "closed",
          "The store was closed meanwhile, because settings or a bundle have changed; try again",
          null);
    }
  }

  /** Does bulk work while no ordinary call runs; those that come wait. */
  <T extends @Nullable Object> T alone(String name, Supplier<T> bulk) {
    if (owner == Thread.currentThread()) {
      return bulk.get();
    }
    long stamp;
    waiting.incrementAndGet();
    try {
      stamp = lock.writeLockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpellException.storage("lock", "Interrupted before '%s' began".formatted(name), e);
    } finally {
      waiting.decrementAndGet();
    }
    owner = Thread.currentThread();
    work = name;
    try {
      requireOpen();
      return bulk.get();
    } finally {
      work = "";
      owner = null;
      lock.unlockWrite(stamp);
    }
  }
}
