package org.llmspell.state;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lock for each key; keys share locks, so there is a fixed number of them. */
final class KeyLocks {
  private static final int BITS = 10;
  private static final int COUNT = 1 << BITS;

  /** Spreads hash codes, which are near each other for short texts, over all bits. */
  private static final int SPREAD = 0x9E3779B9;

  private final ReentrantLock[] locks = new ReentrantLock[COUNT];

  KeyLocks() {
    for (int i = 0; i < COUNT; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  private static int index(Object key) {
    return key.hashCode() * SPREAD >>> Integer.SIZE - BITS;
  }

  <T extends @Nullable Object> T with(Object key, Supplier<T> work) {
    ReentrantLock lock = locks[index(key)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the locks in one order, whatever the order of the keys, so nobody waits in a circle. */
  <T extends @Nullable Object> T withAll(Collection<?> keys, Supplier<T> work) {
    int[] wanted = keys.stream().mapToInt(KeyLocks::index).sorted().distinct().toArray();
    int taken = 0;
    try {
      while (taken < wanted.length) {
        locks[wanted[taken]].lock();
        taken++;
      }
      return work.get();
    } finally {
      while (taken > 0) {
        locks[wanted[--taken]].unlock();
      }
    }
  }
}
