package org.llmspell.core.workflow;

import java.time.Duration;

/**
 * How a failed step is tried again.
 *
 * @param maxAttempts attempts in all
 * @param backoff the wait before the second attempt
 * @param exponential whether each further wait is twice as long
 */
public record RetryPolicy(int maxAttempts, Duration backoff, boolean exponential) {

  /** Three attempts, one second, then two. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofSeconds(1), true);
}
