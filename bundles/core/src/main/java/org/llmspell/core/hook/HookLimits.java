package org.llmspell.core.hook;

import java.time.Duration;
import java.util.Optional;

/**
 * How one hook is contained.
 *
 * @param timeout how long one run may take; empty for the default of the executor
 * @param breaker when it is left out for a while; empty for no circuit breaker
 * @param inline whether it runs on the thread of the operation from its first run on. A hook that
 *     is not inline has to earn that: its first runs are on a thread of their own, which can be
 *     left behind when it never ends
 */
public record HookLimits(
    Optional<Duration> timeout, Optional<BreakerConfig> breaker, boolean inline) {

  /** The default time, the default breaker, not inline. */
  public static final HookLimits DEFAULT =
      new HookLimits(Optional.empty(), Optional.of(BreakerConfig.DEFAULT), false);

  /** For hooks that are known to end when they are interrupted. */
  public static final HookLimits INLINE =
      new HookLimits(Optional.empty(), Optional.of(BreakerConfig.DEFAULT), true);

  /** The same with a time of its own. */
  public HookLimits withTimeout(Duration time) {
    return new HookLimits(Optional.of(time), breaker, inline);
  }

  /** The same with another circuit breaker. */
  public HookLimits withBreaker(BreakerConfig config) {
    return new HookLimits(timeout, Optional.of(config), inline);
  }

  /** The same without a circuit breaker. */
  public HookLimits withoutBreaker() {
    return new HookLimits(timeout, Optional.empty(), inline);
  }
}
