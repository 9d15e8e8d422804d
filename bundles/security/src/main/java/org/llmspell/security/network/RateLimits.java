package org.llmspell.security.network;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/** How often each domain was asked in the last minute. Safe to share between threads. */
final class RateLimits {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MAX_DOMAINS = 1000;

  private final LongSupplier clock;

  /** The domain that was asked longest ago first. */
  private final Map<String, Deque<Long>> requests = new LinkedHashMap<>(16, 0.75f, true);

  RateLimits(LongSupplier clock) {
    this.clock = clock;
  }

  /** Counts a request, and refuses it when it is one too many. */
  synchronized void count(String domain, int perMinute) {
    long now = clock.getAsLong();
    Deque<Long> times = requests.computeIfAbsent(domain, _ -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.getFirst() >= MINUTE) {
      times.removeFirst();
    }
    if (times.size() >= perMinute) {
      Duration wait = Duration.ofNanos(MINUTE - (now - times.getFirst()));
      throw new SpellException(
          new ErrorKind.RateLimit(wait),
          "Rate limit exceeded for domain: %s (%d requests a minute). Please wait %d s before retrying"
              .formatted(domain, perMinute, wait.toSeconds() + 1));
    }
    times.addLast(now);
    if (requests.size() > MAX_DOMAINS) {
      requests.remove(requests.keySet().iterator().next());
    }
  }
}
