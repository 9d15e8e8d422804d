package org.llmspell.state.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;

/**
 * Lets writers share what is slow, a transaction or a sync: while one commits, those who come wait,
 * and the first of them then commits for them all. Interrupts do not end the wait, because it is
 * short and nobody could deal with half of it.
 */
public final class SharedWrites {
  /** How many changes a transaction takes of several writers. */
  private static final int MOST_CHANGES = 1_000;

  private final Consumer<List<List<StateWrite>>> commit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Writer> queue = new ArrayDeque<>();
  private boolean busy;

  /** With what commits batches in their order, all of them or none. */
  public SharedWrites(Consumer<List<List<StateWrite>>> commit) {
    this.commit = commit;
  }

  /** Somebody who waits, and what comes of it. */
  private static final class Writer {
    final List<StateWrite> changes;
    final boolean alone;
    final Thread thread = Thread.currentThread();
    volatile boolean leads;
    volatile boolean done;
    boolean shared;
    @Nullable Throwable failure;

    Writer(List<StateWrite> changes, boolean alone) {
      this.changes = changes;
      this.alone = alone;
    }

    /** Waits; whether the thread was interrupted meanwhile. */
    boolean await() {
      boolean interrupted = false;
      while (!done && !leads) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      return interrupted;
    }
  }

  /**
   * Returns when the changes, of which there may be none, are committed, or throws what kept them
   * from it.
   *
   * @param alone whether the transaction must have no changes of others
   * @return false when a transaction failed that others shared, perhaps because of their changes:
   *     then it is worth another try, alone
   */
  public boolean write(List<StateWrite> changes, boolean alone) {
    var mine = new Writer(changes, alone);
    enter(mine);
    boolean interrupted = mine.await();
    if (!mine.done) {
      lead();
    }
    if (interrupted) {
      mine.thread.interrupt();
    }
    return switch (mine.failure) {
      case null -> true;
      case Throwable _ when mine.shared -> false;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    };
  }

  private void enter(Writer mine) {
    lock.lock();
    try {
      queue.add(mine);
      if (!busy) {
        busy = true;
        mine.leads = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Serves those at the head of the queue, the caller first, and lets the next one lead. */
  private void lead() {
    List<Writer> served = take();
    @Nullable Throwable failure = null;
    try {
      commit.accept(served.stream().map(one -> one.changes).toList());
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    Writer next = next();
    for (Writer one : served) {
      one.shared = served.size() > 1;
      one.failure = failure;
      one.done = true;
      LockSupport.unpark(one.thread);
    }
    if (next != null) {
      next.leads = true;
      LockSupport.unpark(next.thread);
    }
  }

  private List<Writer> take() {
    List<Writer> served = new ArrayList<>();
    lock.lock();
    try {
      int changes = 0;
      for (Writer one = queue.peek(); one != null; one = queue.peek()) {
        changes += one.changes.size();
        if (!served.isEmpty() && (one.alone || changes > MOST_CHANGES)) {
          break;
        }
        served.add(queue.remove());
        if (one.alone) {
          break;
        }
      }
    } finally {
      lock.unlock();
    }
    return served;
  }

  private @Nullable Writer next() {
    lock.lock();
    try {
      Writer next = queue.peek();
      busy = next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** How many are in the queue. */
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }
}
