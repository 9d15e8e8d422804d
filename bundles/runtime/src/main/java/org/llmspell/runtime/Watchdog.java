package org.llmspell.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Interrupts calls whose deadline has passed or whose context was cancelled. One thread looks at
 * the running calls every few milliseconds, and sleeps while there are none: this costs a call less
 * than a timer of its own.
 */
final class Watchdog implements AutoCloseable {
  private static final long LOOK_NANOS = 10_000_000;
  private static final int IDLE_LOOKS = 100;

  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private final int idleLooks;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  Watchdog() {
    this(IDLE_LOOKS);
  }

  /** A watchdog that falls asleep when it has seen no call so many times. */
  Watchdog(int idleLooks) {
    this.idleLooks = idleLooks;
    thread = Thread.ofVirtual().name("llmspell-watchdog").unstarted(this::watch);
    thread.start();
  }

  void begin(Call call) {
    calls.add(call);
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  void end(Call call) {
    calls.remove(call);
    call.end();
  }

  void forEach(Consumer<Call> action) {
    calls.forEach(action);
  }

  boolean anyMatch(Predicate<Call> test) {
    for (Call call : calls) {
      if (test.test(call)) {
        return true;
      }
    }
    return false;
  }

  boolean isAsleep() {
    return asleep;
  }

  private void watch() {
    int idle = 0;
    while (!closed) {
      idle = calls.isEmpty() ? idle + 1 : 0;
      // Falls asleep only after a while without calls, so that busy times never pay for a wake-up.
      if (idle > idleLooks) {
        asleep = true;
        if (calls.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        asleep = false;
        idle = 0;
      } else {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
      for (Call call : calls) {
        if (call.context().cancellation().isCancelled()) {
          call.interrupt();
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
