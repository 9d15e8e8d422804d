package org.llmspell.core.hook;

import java.time.Duration;
import java.util.Optional;

/**
 * When the circuit breaker of a hook opens and closes.
 *
 * @param failureThreshold failures after which it opens
 * @param successThreshold successes, while half open, after which it closes
 * @param failureWindow failures and slow calls longer ago than this do not count
 * @param openDuration how long it stays open before the hook is tried again
 * @param slowCallThreshold slow calls after which it opens
 * @param slowCallDuration what counts as slow
 */
public record BreakerConfig(
    int failureThreshold,
    int successThreshold,
    Duration failureWindow,
    Duration openDuration,
    int slowCallThreshold,
    Duration slowCallDuration) {

  /** The usual values. */
  public static final BreakerConfig DEFAULT = of(3, 2, 30, 15, 2, 50);

  /** Opens sooner and tries again sooner. */
  public static final BreakerConfig PRODUCTION = of(2, 1, 20, 10, 1, 25);

  /** Opens later. */
  public static final BreakerConfig CONSERVATIVE = of(5, 3, 60, 30, 3, 100);

  /** The preset of a name; empty when there is none of that name. */
  public static Optional<BreakerConfig> preset(String name) {
    return switch (name) {
      case "default" -> Optional.of(DEFAULT);
      case "production" -> Optional.of(PRODUCTION);
      case "conservative" -> Optional.of(CONSERVATIVE);
      default -> Optional.empty();
    };
  }

  private static BreakerConfig of(
      int failures, int successes, int windowSeconds, int openSeconds, int slow, int slowMillis) {
    return new BreakerConfig(
        failures,
        successes,
        Duration.ofSeconds(windowSeconds),
        Duration.ofSeconds(openSeconds),
        slow,
        Duration.ofMillis(slowMillis));
  }
}
