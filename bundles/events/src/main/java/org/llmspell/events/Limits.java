package org.llmspell.events;

import java.time.Duration;
import java.util.function.Predicate;
import org.llmspell.core.event.OverflowPolicy;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;

/**
 * The options of a subscription with all defaults filled in.
 *
 * @param overflow what happens when the queue is full
 * @param capacity how many events may wait
 * @param high how many give notice of pressure
 * @param low how many end it
 * @param blockLimit how long a publisher may be made to wait
 * @param filter what else is wanted
 */
record Limits(
    OverflowPolicy overflow,
    int capacity,
    int high,
    int low,
    Duration blockLimit,
    Predicate<? super UniversalEvent> filter) {

  static Limits of(SubscribeOptions options, int defaultCapacity) {
    int capacity = options.capacity() > 0 ? options.capacity() : defaultCapacity;
    int high = options.highWater() > 0 ? options.highWater() : (int) (capacity * 0.8);
    int low = options.lowWater() > 0 ? options.lowWater() : (int) (capacity * 0.2);
    return new Limits(
        options.overflow(),
        capacity,
        Math.clamp(high, 1, capacity),
        Math.min(low, Math.max(0, high - 1)),
        options.blockLimit(),
        options.filter());
  }
}
