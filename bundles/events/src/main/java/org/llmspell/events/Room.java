package org.llmspell.events;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where threads wait until another one says that something has changed. Costs nothing unused. */
final class Room {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Waits until a condition holds.
   *
   * @return false when the time ran out first
   */
  boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + nanos(patience);
    lock.lock();
    try {
      waiting.incrementAndGet();
      while (!condition.getAsBoolean()) {
        long rest = end - System.nanoTime();
        if (rest <= 0 || !changed.await(rest, TimeUnit.NANOSECONDS)) {
          return condition.getAsBoolean();
        }
      }
      return true;
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
  }

  /** A century is for ever, and does not overflow. */
  private static long nanos(Duration patience) {
    Duration century = Duration.ofDays(36_500);
    return (patience.compareTo(century) > 0 ? century : patience).toNanos();
  }

  /** Whether somebody waits. */
  boolean isWaitedIn() {
    return waiting.get() > 0;
  }

  /** Wakes those who wait, if any. */
  void signal() {
    if (isWaitedIn()) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
