package org.llmspell.hooks;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.llmspell.core.hook.BreakerConfig;

/**
 * Leaves a hook out for a while after it has failed, or was slow, too often within a window of
 * time. While it is closed and the hook does well, it costs one volatile read. Safe to share
 * between threads.
 */
final class CircuitBreaker {
  private static final long NEVER = Long.MIN_VALUE;

  /** Where it stands. */
  enum State {
    /** The hook is run. */
    CLOSED,
    /** The hook is left out. */
    OPEN,
    /** The hook is tried again. */
    HALF_OPEN
  }

  private final BreakerConfig config;
  private final LongSupplier clock;
  private final long slowNanos;
  private final Recent failures;
  private final Recent slowCalls;
  private volatile State state = State.CLOSED;
  private long openedAt;
  private int successes;

  /** The times of the last failures, as many as it takes. */
  private static final class Recent {
    private final long[] times;
    private int next;

    Recent(int threshold) {
      times = new long[Math.max(1, threshold)];
      clear();
    }

    void clear() {
      Arrays.fill(times, NEVER);
    }

    /** Adds one; whether that makes enough of them within the window. */
    boolean add(long now, long window) {
      times[next] = now;
      next = (next + 1) % times.length;
      long oldest = times[next];
      return oldest != NEVER && now - oldest <= window;
    }
  }

  CircuitBreaker(BreakerConfig config, LongSupplier nanoClock) {
    this.config = config;
    this.clock = nanoClock;
    this.slowNanos = config.slowCallDuration().toNanos();
    this.failures = new Recent(config.failureThreshold());
    this.slowCalls = new Recent(config.slowCallThreshold());
  }

  State state() {
    return state;
  }

  /** Whether the hook may be run now. */
  boolean allows() {
    return state == State.CLOSED || allowsAgain();
  }

  private synchronized boolean allowsAgain() {
    if (state == State.OPEN && clock.getAsLong() - openedAt >= config.openDuration().toNanos()) {
      successes = 0;
      state = State.HALF_OPEN;
    }
    return state != State.OPEN;
  }

  /** The hook has answered, after this time. */
  void succeeded(long nanos) {
    if (nanos <= slowNanos && state == State.CLOSED) {
      return;
    }
    countSuccess(nanos > slowNanos);
  }

  private synchronized void countSuccess(boolean slow) {
    switch (state) {
      case CLOSED -> {
        if (slow && slowCalls.add(clock.getAsLong(), config.failureWindow().toNanos())) {
          open();
        }
      }
      case HALF_OPEN -> {
        if (++successes >= config.successThreshold()) {
          reset();
        }
      }
      case OPEN -> {} // it was begun before
    }
  }

  /** The hook has failed. */
  synchronized void failed() {
    if (state == State.HALF_OPEN
        || failures.add(clock.getAsLong(), config.failureWindow().toNanos())) {
      open();
    }
  }

  private void open() {
    openedAt = clock.getAsLong();
    state = State.OPEN;
  }

  /** Closes it and forgets everything. */
  synchronized void reset() {
    failures.clear();
    slowCalls.clear();
    successes = 0;
    state = State.CLOSED;
  }
}
