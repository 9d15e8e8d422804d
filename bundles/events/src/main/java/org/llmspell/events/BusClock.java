package org.llmspell.events;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The time in milliseconds, for many askers. Reading the system's clock takes longer than
 * publishing an event, so while events come by the hundred thousand a second, a thread reads it
 * once a millisecond for all of them. That thread ends when the flood ends.
 *
 * <p>Usually exact; under a flood as late as the system schedules that thread, some milliseconds.
 */
final class BusClock implements AutoCloseable {
  private static final int FLOOD_PER_MILLI = 200;
  private static final int CALM_TICKS = 50;
  private static final long TICK_NANOS = 1_000_000;
  private static final int CHECK_MASK = 4_095;

  private final LongSupplier clock;
  private final Executor executor;
  private final LongSupplier events;

  /** The time while a thread keeps it; 0 while there is none. */
  private volatile long kept;

  // Only estimates, so races between publishers do no harm.
  private long lastMilli;
  private int inMilli;
  private volatile boolean closed;

  /**
   * A clock.
   *
   * @param clock the system's clock
   * @param executor starts the thread
   * @param events counts the events, to see when the flood has ended
   */
  BusClock(LongSupplier clock, Executor executor, LongSupplier events) {
    this.clock = clock;
    this.executor = executor;
    this.events = events;
  }

  /**
   * The time.
   *
   * @param sequence of the event that asks; now and then one reads the system's clock all the same
   */
  long millis(long sequence) {
    long time = kept;
    return time != 0 && (sequence & CHECK_MASK) != 0 ? time : read();
  }

  private long read() {
    long now = clock.getAsLong();
    if (kept != 0) {
      kept = now;
    } else if (now != lastMilli) {
      lastMilli = now;
      inMilli = 0;
    } else if (++inMilli == FLOOD_PER_MILLI && !closed) {
      start(now);
    }
    return now;
  }

  private synchronized void start(long now) {
    if (kept == 0) {
      kept = now;
      executor.execute(this::keep);
    }
  }

  private void keep() {
    long before = events.getAsLong();
    int calm = 0;
    while (calm < CALM_TICKS && !closed) {
      LockSupport.parkNanos(TICK_NANOS);
      kept = clock.getAsLong();
      long now = events.getAsLong();
      calm = now - before < FLOOD_PER_MILLI ? calm + 1 : 0;
      before = now;
    }
    kept = 0;
  }

  /** Whether a thread keeps the time now. */
  boolean isKept() {
    return kept != 0;
  }

  @Override
  public void close() {
    closed = true;
  }
}
