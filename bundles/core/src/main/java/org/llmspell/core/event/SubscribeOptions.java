package org.llmspell.core.event;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a subscription is served. Immutable; change a copy: {@code
 * SubscribeOptions.DEFAULT.withOverflow(BLOCK).withCapacity(100)}.
 *
 * @param overflow what happens when the queue is full
 * @param capacity how many events may wait; 0 for what the bus is configured with (10,000)
 * @param highWater how many waiting events give notice of pressure; 0 for 80 % of the capacity
 * @param lowWater how many waiting events end it; 0 for 20 % of the capacity
 * @param language a label for lists
 * @param blockLimit how long {@link OverflowPolicy#BLOCK} makes a publisher wait at most
 * @param filter further events to leave out; runs on the publisher's thread, so it must be quick
 */
public record SubscribeOptions(
    OverflowPolicy overflow,
    int capacity,
    int highWater,
    int lowWater,
    EventLanguage language,
    Duration blockLimit,
    Predicate<? super UniversalEvent> filter) {

  /** Lets everything pass. */
  public static final Predicate<UniversalEvent> ALL = _ -> true;

  /** Drops the oldest, as much room as the bus is configured with, no filter. */
  public static final SubscribeOptions DEFAULT =
      new SubscribeOptions(
          OverflowPolicy.DROP_OLDEST, 0, 0, 0, EventLanguage.JAVA, Duration.ofSeconds(30), ALL);

  /** Checks the numbers. */
  public SubscribeOptions {
    if (capacity < 0 || highWater < 0 || lowWater < 0) {
      throw new IllegalArgumentException("Capacity and water marks cannot be negative");
    }
  }

  /** With another policy. */
  public SubscribeOptions withOverflow(OverflowPolicy policy) {
    return new SubscribeOptions(
        policy, capacity, highWater, lowWater, language, blockLimit, filter);
  }

  /** With room for another number of events. */
  public SubscribeOptions withCapacity(int events) {
    return new SubscribeOptions(
        overflow, events, highWater, lowWater, language, blockLimit, filter);
  }

  /** With other water marks. */
  public SubscribeOptions withWater(int high, int low) {
    return new SubscribeOptions(overflow, capacity, high, low, language, blockLimit, filter);
  }

  /** With another label. */
  public SubscribeOptions withLanguage(EventLanguage label) {
    return new SubscribeOptions(overflow, capacity, highWater, lowWater, label, blockLimit, filter);
  }

  /** With another longest wait of publishers. */
  public SubscribeOptions withBlockLimit(Duration limit) {
    return new SubscribeOptions(overflow, capacity, highWater, lowWater, language, limit, filter);
  }

  /** With another filter. */
  public SubscribeOptions withFilter(Predicate<? super UniversalEvent> wanted) {
    return new SubscribeOptions(
        overflow, capacity, highWater, lowWater, language, blockLimit, wanted);
  }
}
