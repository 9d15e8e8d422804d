package org.llmspell.core.event;

/**
 * Figures of one subscription since its start.
 *
 * @param delivered events that were handled or polled
 * @param dropped events that found no room, or made room for others
 * @param expired events that had waited too long
 * @param failed events whose handler threw
 * @param pending events that are waiting now
 * @param mostPending the most that were seen waiting
 * @param handlingNanos the average time of the handler for one event, recent events counting more
 */
public record SubscriptionStatistics(
    long delivered,
    long dropped,
    long expired,
    long failed,
    long pending,
    long mostPending,
    double handlingNanos) {}
