package org.llmspell.events;

import java.util.Collection;
import org.llmspell.core.event.BusStatistics;
import org.llmspell.core.event.SubscriptionStatistics;

/** Adds up the figures of all subscriptions, those that are gone included. */
final class Totals {
  private static final long SECOND = 1_000_000_000;

  private long dropped;
  private long rejected;
  private long blocked;
  private long expired;
  private long failed;
  private long mostPending;
  private long lastPublished;
  private long lastLook = System.nanoTime();
  private double perSecond;

  /** Keeps the figures of a subscription that ends. */
  synchronized void add(Subscription subscription) {
    SubscriptionStatistics figures = subscription.statistics();
    dropped += figures.dropped();
    rejected += subscription.rejections();
    blocked += subscription.blockings();
    expired += figures.expired();
    failed += figures.failed();
    mostPending = Math.max(mostPending, figures.mostPending());
  }

  synchronized BusStatistics statistics(
      long published, Collection<Subscription> subscriptions, long violations) {
    var sum = new Totals();
    sum.dropped = dropped;
    sum.rejected = rejected;
    sum.blocked = blocked;
    sum.expired = expired;
    sum.failed = failed;
    sum.mostPending = mostPending;
    subscriptions.forEach(sum::add);
    long pending = subscriptions.stream().mapToLong(Subscription::pending).sum();
    return new BusStatistics(
        published,
        sum.dropped,
        sum.rejected,
        sum.blocked,
        sum.expired,
        sum.failed,
        violations,
        pending,
        sum.mostPending,
        subscriptions.size(),
        rate(published));
  }

  private double rate(long published) {
    long now = System.nanoTime();
    if (now - lastLook >= SECOND) {
      perSecond = (published - lastPublished) * (double) SECOND / (now - lastLook);
      lastPublished = published;
      lastLook = now;
    }
    return perSecond;
  }
}
