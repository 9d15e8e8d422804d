package org.llmspell.events;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.FlowNotice;

/** Refuses events above a rate, and tells about it once a second at most. */
final class RateGate {
  private static final long NOTICE_NANOS = 1_000_000_000;

  private final RateLimit limit;
  private final LongSupplier nanoTime;
  private final Consumer<FlowNotice> notices;
  private final AtomicLong violations = new AtomicLong();
  private final AtomicLong lastNotice;

  /** A gate for so many events a second; twice as many at once after a pause. */
  RateGate(double perSecond, LongSupplier nanoTime, Consumer<FlowNotice> notices) {
    this.limit = new RateLimit(perSecond, Math.max(1, (long) (2 * perSecond)), nanoTime);
    this.nanoTime = nanoTime;
    this.notices = notices;
    this.lastNotice = new AtomicLong(nanoTime.getAsLong() - NOTICE_NANOS);
  }

  /**
   * Lets an event pass.
   *
   * @throws SpellException of kind ResourceLimit when there are too many
   */
  void pass() {
    if (limit.tryAcquire()) {
      return;
    }
    violations.incrementAndGet();
    long now = nanoTime.getAsLong();
    long last = lastNotice.get();
    if (now - last >= NOTICE_NANOS && lastNotice.compareAndSet(last, now)) {
      notices.accept(new FlowNotice.RateLimitExceeded(limit.perSecond()));
    }
    throw new SpellException(
        new ErrorKind.ResourceLimit("events per second", (long) limit.perSecond(), 0),
        "Event was rate limited: no more than %s events per second (setting events.max_events_per_second)"
            .formatted(limit.perSecond()));
  }

  long violations() {
    return violations.get();
  }
}
