package org.llmspell.core.context;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a call to stop: on demand, or when its deadline has passed. A child stops with its parent.
 * Long-running code asks {@link #check()} now and then; blocking code is interrupted besides. Safe
 * to share between threads.
 */
public final class Cancellation {
  private static final long NEVER = Long.MAX_VALUE;

  private final @Nullable Cancellation parent;
  private final long deadlineNanos;
  private volatile @Nullable String reason;

  private Cancellation(@Nullable Cancellation parent, long deadlineNanos) {
    this.parent = parent;
    this.deadlineNanos = deadlineNanos;
  }

  /** A cancellation without deadline that nothing triggers but {@link #cancel}. */
  public static Cancellation create() {
    return new Cancellation(null, NEVER);
  }

  /** A cancellation that ends with this one, or when it is cancelled itself. */
  public Cancellation child() {
    return new Cancellation(this, deadlineNanos);
  }

  /** A cancellation that ends with this one, and after the given time at the latest. */
  public Cancellation child(Duration time) {
    long own =
        time.compareTo(Duration.ofDays(3650)) > 0 ? NEVER : System.nanoTime() + time.toNanos();
    return new Cancellation(this, earlier(own, deadlineNanos));
  }

  private static long earlier(long a, long b) {
    if (a == NEVER || b == NEVER) {
      return a == NEVER ? b : a;
    }
    return a - b < 0 ? a : b;
  }

  /** Whether this is the other one, or was made from it: then it ends with it. */
  public boolean isWithin(Cancellation other) {
    for (Cancellation c = this; c != null; c = c.parent) {
      if (c == other) {
        return true;
      }
    }
    return false;
  }

  /** Asks the work to stop. The first reason stays. */
  public synchronized void cancel(String why) {
    if (reason == null) {
      reason = why;
    }
  }

  /** Whether the work should stop. */
  public boolean isCancelled() {
    return reason().isPresent();
  }

  /** Why the work should stop; empty while it should go on. */
  public Optional<String> reason() {
    for (Cancellation c = this; c != null; c = c.parent) {
      String why = c.reason;
      if (why != null) {
        return Optional.of(why);
      }
    }
    return isExpired() ? Optional.of("the deadline has passed") : Optional.empty();
  }

  /** Whether the deadline has passed. */
  public boolean isExpired() {
    return deadlineNanos != NEVER && System.nanoTime() - deadlineNanos >= 0;
  }

  /** The deadline on the clock of {@link System#nanoTime()}; empty when there is none. */
  public Optional<Long> deadlineNanos() {
    return deadlineNanos == NEVER ? Optional.empty() : Optional.of(deadlineNanos);
  }

  /**
   * Returns while the work should go on.
   *
   * @throws CancellationException with the reason when it should stop
   */
  public void check() {
    Optional<String> why = reason();
    if (why.isPresent()) {
      throw new CancellationException(why.get());
    }
  }
}
