package org.llmspell.core.event;

/**
 * Figures of the bus since its start.
 *
 * @param published events that were accepted
 * @param dropped events that found no room in some subscription, or made room
 * @param rejected events that a full subscription with {@link OverflowPolicy#REJECT} refused
 * @param blocked how often a publisher had to wait for room
 * @param expired events that had waited too long for some subscription
 * @param failed events whose handler threw
 * @param rateLimitViolations events that the rate limit refused
 * @param pending events that are waiting now, over all subscriptions
 * @param mostPending the most that were seen waiting in one subscription
 * @param subscriptions how many there are now
 * @param perSecond published events per second since the last look, at least one second ago
 */
public record BusStatistics(
    long published,
    long dropped,
    long rejected,
    long blocked,
    long expired,
    long failed,
    long rateLimitViolations,
    long pending,
    long mostPending,
    int subscriptions,
    double perSecond) {}
