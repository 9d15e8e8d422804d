package org.llmspell.providers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts requests to providers whose settings say how many a minute may have. */
final class Rates {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier clock;
  private final Map<String, Deque<Long>> requests = new HashMap<>();

  Rates(LongSupplier clock) {
    this.clock = clock;
  }

  /** Counts a request that may be made now; otherwise says how long to wait, and counts nothing. */
  synchronized Duration ask(String provider, int perMinute) {
    long now = clock.getAsLong();
    Deque<Long> times = requests.computeIfAbsent(provider, _ -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.peekFirst() >= MINUTE) {
      times.removeFirst();
    }
    if (times.size() < perMinute) {
      times.addLast(now);
      return Duration.ZERO;
    }
    return Duration.ofNanos(times.getFirst() + MINUTE - now);
  }
}
