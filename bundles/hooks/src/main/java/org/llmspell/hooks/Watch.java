package org.llmspell.hooks;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Knows which hooks run now, and interrupts those whose time is over. A run is noted in a free slot
 * of an array near a place that its thread gives: that costs less than a timer or a map. One thread
 * looks through the slots every few milliseconds, and sleeps while there are no runs.
 *
 * <p>It is no virtual thread: hooks that never end could keep all of those from running.
 */
final class Watch implements AutoCloseable {
  private static final int SLOTS = 1024;
  private static final int PROBES = 8;
  private static final long LOOK_NANOS = 10_000_000;
  private static final int IDLE_LOOKS = 100;

  /** No limit: the one who runs the hook keeps the time. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private final AtomicReferenceArray<@Nullable Run> slots = new AtomicReferenceArray<>(SLOTS);
  private final Set<Run> overflow = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /** One run of a hook, on the thread that made this object. */
  static final class Run extends AtomicInteger {
    private static final long serialVersionUID = 1L;
    private static final int RUNNING = 0;
    private static final int CUTTING = 1;
    private static final int CUT = 2;
    private static final int DONE = 3;

    private final transient HookEntry entry;
    private final transient Thread thread;
    private final long start;
    private final long limit;
    private int slot = -1;

    Run(HookEntry entry, Thread thread, long start, long limit) {
      this.entry = entry;
      this.thread = thread;
      this.start = start;
      this.limit = limit;
    }

    void cutIfLate(long now) {
      if (now - start > limit && compareAndSet(RUNNING, CUTTING)) {
        thread.interrupt();
        set(CUT);
      }
    }

    /** Ends the run; an interrupt that was meant for it does not stay. Whether it was cut. */
    boolean end() {
      if (compareAndSet(RUNNING, DONE)) {
        return false;
      }
      while (get() != CUT) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
      return true;
    }
  }

  Run begin(HookEntry entry, long start, long limit) {
    Thread current = Thread.currentThread();
    var run = new Run(entry, current, start, limit);
    int place = (int) (current.threadId() * 0x9E3779B97F4A7C15L >>> 40);
    for (int i = 0; i < PROBES; i++) {
      int slot = (place + i * 16) & SLOTS - 1;
      if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, run)) {
        run.slot = slot;
        break;
      }
    }
    if (run.slot < 0) {
      overflow.add(run);
    }
    if (asleep || thread == null) {
      wake();
    }
    return run;
  }

  /** Ends a run; whether it was cut. */
  boolean end(Run run) {
    boolean cut = run.end();
    if (run.slot >= 0) {
      slots.setRelease(run.slot, null);
    } else {
      overflow.remove(run);
    }
    return cut;
  }

  private synchronized void wake() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().daemon().name("llmspell-hook-watch").start(this::watch);
    }
    asleep = false;
    LockSupport.unpark(thread);
  }

  private void watch() {
    int idle = 0;
    while (!closed) {
      idle = look() ? 0 : idle + 1;
      if (idle <= IDLE_LOOKS) {
        LockSupport.parkNanos(this, LOOK_NANOS);
        continue;
      }
      asleep = true;
      if (!look() && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      idle = 0;
    }
  }

  /** Cuts what is late; whether anything runs. */
  private boolean look() {
    boolean any = !overflow.isEmpty();
    long now = System.nanoTime();
    for (int i = 0; i < SLOTS; i++) {
      Run run = slots.get(i);
      if (run != null) {
        any = true;
        run.cutIfLate(now);
      }
    }
    overflow.forEach(run -> run.cutIfLate(now));
    return any;
  }

  /**
   * Waits until a hook that was taken away is not run any more, but not for runs of this thread.
   */
  void awaitEnd(HookEntry entry, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (isRunning(entry) && System.nanoTime() - end < 0 && !Thread.interrupted()) {
      LockSupport.parkNanos(this, 1_000_000);
    }
  }

  private boolean isRunning(HookEntry entry) {
    for (int i = 0; i < SLOTS; i++) {
      if (isOthers(slots.get(i), entry)) {
        return true;
      }
    }
    return overflow.stream().anyMatch(run -> isOthers(run, entry));
  }

  private static boolean isOthers(@Nullable Run run, HookEntry entry) {
    return run != null && run.entry == entry && run.thread != Thread.currentThread();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
