package org.llmspell.providers;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * How often a request is repeated, and how long to wait before.
 *
 * @param maxRetries how often at most
 * @param initialDelay the pause before the first repetition
 * @param maxDelay the longest pause; a vendor that wants a longer one is not asked again
 * @param multiplier how much longer each pause is than the one before
 */
record RetryRule(int maxRetries, Duration initialDelay, Duration maxDelay, double multiplier) {
  static final RetryRule DEFAULT =
      new RetryRule(3, Duration.ofSeconds(1), Duration.ofSeconds(30), 2);
  static final RetryRule NEVER = new RetryRule(0, Duration.ZERO, Duration.ZERO, 1);

  RetryRule withMaxRetries(int retries) {
    return new RetryRule(Math.max(0, retries), initialDelay, maxDelay, multiplier);
  }

  /**
   * The pause before a request is repeated; empty when it is not.
   *
   * <p>What the vendor says comes first: with {@code Retry-After} the pause is that long, and up to
   * a tenth longer. Otherwise it grows from time to time, and half of it is left to chance, so that
   * those who have failed together do not come back together.
   *
   * @param failures how often the request has failed, 1 or more
   */
  Optional<Duration> pause(SpellException failure, int failures, RandomGenerator random) {
    if (failures > maxRetries || !isPassing(failure.kind())) {
      return Optional.empty();
    }
    if (failure.kind() instanceof ErrorKind.RateLimit(Duration wanted) && wanted != null) {
      return wanted.compareTo(maxDelay) > 0
          ? Optional.empty()
          : Optional.of(scaled(wanted, 1 + random.nextDouble() / 10));
    }
    double grown =
        Math.min(
            maxDelay.toMillis(), initialDelay.toMillis() * Math.pow(multiplier, failures - 1.0));
    return Optional.of(Duration.ofNanos((long) (grown * 1e6 * (0.5 + random.nextDouble() / 2))));
  }

  private static Duration scaled(Duration time, double factor) {
    return Duration.ofNanos((long) (time.toNanos() * factor));
  }

  /** Whether an error may be gone the next time. */
  static boolean isPassing(ErrorKind kind) {
    return switch (kind) {
      case ErrorKind.RateLimit _, ErrorKind.Network _, ErrorKind.Timeout _, ErrorKind.Provider _ ->
          true;
      default -> false;
    };
  }
}
