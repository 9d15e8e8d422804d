package org.llmspell.security;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the calls that run, every 20 ms, and at nothing while none does. A call that has ended
 * before the first look costs no more than being noted. The thread ends after a second without
 * calls.
 */
final class CallMonitor implements AutoCloseable {
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();
  private static final int IDLE_LOOKS = 50;

  private final RunningCalls calls = new RunningCalls();
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  void begin(RunningCall call) {
    calls.add(call);
    if (thread == null) {
      start();
    }
  }

  void end(RunningCall call) {
    calls.remove(call);
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      Thread fresh = Thread.ofPlatform().daemon().name("llmspell-limits").unstarted(this::watch);
      thread = fresh;
      fresh.start();
    }
  }

  private void watch() {
    Map<Thread, ThreadUse> uses = new HashMap<>();
    ThreadMXBean threads = null;
    int idle = 0;
    while (!closed) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      if (!calls.isEmpty()) {
        idle = 0;
        // Made late, because it is slow to make, and most calls have ended by now.
        threads = threads == null ? beans() : threads;
        look(uses, threads);
      } else if (++idle > IDLE_LOOKS && stop()) {
        return;
      }
    }
  }

  private void look(Map<Thread, ThreadUse> uses, ThreadMXBean threads) {
    uses.values().removeIf(use -> !use.next(threads));
    calls.forEach(call ->
        uses.computeIfAbsent(call.thread(), thread -> new ThreadUse(thread, threads)).charge(call));
  }

  private static ThreadMXBean beans() {
    return (ThreadMXBean) ManagementFactory.getThreadMXBean();
  }

  /** Says first that nobody watches and looks then: so no call begins unseen in between. */
  private synchronized boolean stop() {
    Thread watching = thread;
    thread = null;
    if (calls.isEmpty()) {
      return true;
    }
    thread = watching;
    return false;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
