package org.llmspell.core.event;

/** What happens to an event when the queue of a subscription is full. */
public enum OverflowPolicy {
  /** The event that has waited longest makes room; among priorities, the least urgent one. */
  DROP_OLDEST,
  /** The new event is not queued. */
  DROP_NEWEST,
  /** The publisher waits for room, up to {@link SubscribeOptions#blockLimit()}. */
  BLOCK,
  /** The new event is not queued, and {@link EventBus#publish} throws. */
  REJECT
}
