package org.llmspell.core.event;

import java.util.UUID;

/** Something about the flow of events that an operator may want to know. */
public sealed interface FlowNotice {

  /**
   * The queue of a subscription has reached its high-water mark.
   *
   * @param subscription which one
   * @param pending how many events are waiting
   * @param capacity how many may wait
   * @param reason in words
   */
  record Started(UUID subscription, long pending, int capacity, String reason)
      implements FlowNotice {}

  /**
   * The queue is down at its low-water mark again.
   *
   * @param subscription which one
   * @param pending how many events are waiting
   */
  record Relieved(UUID subscription, long pending) implements FlowNotice {}

  /**
   * The rate limit refuses events; told once a second at most.
   *
   * @param limitPerSecond the configured limit
   */
  record RateLimitExceeded(double limitPerSecond) implements FlowNotice {}
}
