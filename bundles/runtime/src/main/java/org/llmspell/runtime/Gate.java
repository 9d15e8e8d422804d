package org.llmspell.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who is inside something that can be closed. The count and the mark "closed" live in one
 * integer, so that entering and closing can not miss each other. Safe to share between threads.
 */
final class Gate {
  private static final int CLOSED = 1 << 30;

  private final AtomicInteger state = new AtomicInteger();

  /** Goes in, unless the gate is closed. */
  boolean enter() {
    int seen = state.get();
    while ((seen & CLOSED) == 0) {
      if (state.compareAndSet(seen, seen + 1)) {
        return true;
      }
      seen = state.get();
    }
    return false;
  }

  /** Goes in although the gate is closed. */
  void force() {
    state.incrementAndGet();
  }

  void exit() {
    if ((state.decrementAndGet() & CLOSED) != 0) {
      wake();
    }
  }

  void close() {
    state.getAndUpdate(seen -> seen | CLOSED);
  }

  void open() {
    state.getAndUpdate(seen -> seen & ~CLOSED);
    wake();
  }

  boolean isClosed() {
    return (state.get() & CLOSED) != 0;
  }

  int inside() {
    return state.get() & ~CLOSED;
  }

  private void wake() {
    synchronized (state) {
      state.notifyAll();
    }
  }

  /**
   * Waits until no more than {@code own} are inside, or the gate is open again. Returns false when
   * the time is up.
   */
  boolean awaitAtMost(int own, long deadlineNanos) throws InterruptedException {
    synchronized (state) {
      while (isClosed() && inside() > own) {
        long nanos = deadlineNanos - System.nanoTime();
        if (nanos <= 0) {
          return false;
        }
        state.wait(nanos / 1_000_000 + 1);
      }
      return true;
    }
  }
}
