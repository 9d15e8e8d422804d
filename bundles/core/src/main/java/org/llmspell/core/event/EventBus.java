package org.llmspell.core.event;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Publishes events and hands them to subscriptions; a service of bundle scope: what a bundle
 * subscribed ends with the bundle. Safe to share between threads.
 *
 * <p>At most once, in memory. What one thread publishes arrives at each subscription in that order.
 * A slow subscription never slows the publisher or the others, unless its policy is {@link
 * OverflowPolicy#BLOCK}.
 *
 * <p>A pattern is a type in which each {@code *} stands for any text, dots included and empty
 * allowed: {@code user.*}, {@code *.error}, {@code tool.*.failed}, {@code *}.
 */
@ProviderType
public interface EventBus {

  /**
   * Whether anyone would get an event of this type. Cheap: ask before work that only serves an
   * event.
   */
  boolean hasSubscribers(String type);

  /**
   * Another number whenever a subscription has come or gone. For those who ask very often and keep
   * the answer of {@link #hasSubscribers}: read this first, then ask.
   */
  default long generation() {
    return System.nanoTime(); // nothing may be kept
  }

  /**
   * Publishes an ordinary event of the platform.
   *
   * @param data a plain value that nobody changes any more
   * @throws org.llmspell.core.error.SpellException of kind ResourceLimit when the rate limit or a
   *     full subscription with {@link OverflowPolicy#REJECT} refused it, or a subscription with
   *     {@link OverflowPolicy#BLOCK} had no room in time; of kind Validation when the type is empty
   */
  void publish(String type, @Nullable Object data);

  /**
   * Publishes an event with a header, for example of {@link UniversalEvent#builder}.
   *
   * @return the event with its sequence and time
   * @throws org.llmspell.core.error.SpellException as {@link #publish(String, Object)}
   */
  UniversalEvent publish(UniversalEvent event);

  /** Publishes an event whose data is made only if someone gets it. */
  default void publishLazily(String type, Supplier<? extends @Nullable Object> data) {
    if (hasSubscribers(type)) {
      publish(type, data.get());
    }
  }

  /** Subscribes a handler with {@link SubscribeOptions#DEFAULT}. */
  default EventSubscription subscribe(String pattern, EventHandler handler) {
    return subscribe(List.of(pattern), handler, SubscribeOptions.DEFAULT);
  }

  /**
   * Subscribes a handler. Events published before are not delivered.
   *
   * @param patterns one or more; an event that fits several is delivered once
   * @throws org.llmspell.core.error.SpellException of kind Validation when a pattern is empty or
   *     there is none
   */
  EventSubscription subscribe(
      List<String> patterns, EventHandler handler, SubscribeOptions options);

  /**
   * Subscribes without a handler: the owner polls.
   *
   * @param available run, on the publisher's thread, when an event arrives and none was waiting; it
   *     must be quick
   * @throws org.llmspell.core.error.SpellException of kind Validation when a pattern is empty or
   *     there is none
   */
  EventSubscription subscribe(List<String> patterns, SubscribeOptions options, Runnable available);

  /** Subscribes without a handler: the owner polls. */
  default EventSubscription subscribe(String pattern, SubscribeOptions options) {
    return subscribe(List.of(pattern), options, () -> {});
  }

  /** All subscriptions, of all bundles. */
  List<EventSubscription> subscriptions();

  /** Figures of the whole bus. */
  BusStatistics statistics();

  /** Whether events of this sort are wanted. */
  boolean wants(OptionalEvents sort);
}
