package org.llmspell.state;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets writers who want to be on disk share one sync: while one syncs, all who come wait, and the
 * first of them then syncs for them all.
 */
final class GroupCommit {
  private final Runnable sync;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private long begun;
  private long ended;
  private boolean busy;

  GroupCommit(Runnable sync) {
    this.sync = sync;
  }

  /** Returns when a sync has ended that began after this call did. */
  void commit() {
    long mine = lead();
    if (mine == 0) {
      return;
    }
    boolean synced = false;
    try {
      sync.run();
      synced = true;
    } finally {
      finish(mine, synced);
    }
  }

  /** The number of the sync that the caller has to do; 0 when somebody did it. */
  private long lead() {
    lock.lock();
    try {
      long needed = begun + 1;
      while (ended < needed) {
        if (!busy) {
          busy = true;
          return ++begun;
        }
        // The work is short, and half-synced is nothing that the caller could deal with.
        done.awaitUninterruptibly();
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private void finish(long number, boolean synced) {
    lock.lock();
    try {
      busy = false;
      if (synced) {
        ended = number;
      }
      // After a failure the next in line tries, and gets its own error.
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
