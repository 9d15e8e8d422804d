package org.llmspell.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventHeader;
import org.llmspell.core.event.EventLanguage;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.FlowNotice;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.SubscriptionStatistics;
import org.llmspell.core.event.UniversalEvent;

/**
 * The queue of one subscription and what happens when it is full. How events get out of it is the
 * matter of the subclasses.
 */
abstract sealed class Subscription implements EventSubscription
    permits HandlerSubscription, PolledSubscription {

  /** What became of an event. */
  enum Offer {
    /** It is in the queue, or was left out on purpose. */
    DONE,
    /** The queue is full. */
    REJECTED,
    /** The queue stayed full for as long as the publisher may wait. */
    BLOCKED
  }

  // What a claim gives that is no place.
  private static final long DROPPED = -1;
  private static final long REJECTED = -2;
  private static final long BLOCKED = -3;

  private static final int LARGE = 1_000;

  private final UUID id = UUID.randomUUID();
  private final long number;
  private final List<EventPattern> patterns;
  private final EventLanguage language;
  private final Limits limits;
  private final boolean filtered;
  private final Surroundings surroundings;
  private final EventQueue queue;

  /** In a large queue, not every event looks whether the high-water mark is reached. */
  private final int pressureMask;

  /** Waiting events that were taken out of the queue to be sorted; used under the queue's lock. */
  private final PriorityBuckets buckets = new PriorityBuckets();

  /** The size of the buckets, for publishers. */
  private volatile int sorted;

  /** Whether an event in the queue may have a priority of its own. */
  private volatile boolean prioritised;

  /** Whether there ever was an event that can expire; takers need not look at the others. */
  private volatile boolean expiring;

  private final AtomicBoolean asleep = new AtomicBoolean(true);
  private final AtomicBoolean pressed = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Room room = new Room();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong blocked = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  /** What the taker counts. */
  final Tally tally = new Tally();

  Subscription(
      long number,
      List<EventPattern> patterns,
      SubscribeOptions options,
      Limits limits,
      Surroundings around) {
    this.number = number;
    this.patterns = List.copyOf(patterns);
    this.language = options.language();
    this.limits = limits;
    this.filtered = limits.filter() != SubscribeOptions.ALL;
    this.surroundings = around;
    this.queue = new EventQueue(limits.capacity());
    this.pressureMask = limits.capacity() < LARGE ? 0 : 63;
  }

  @Override
  public final UUID id() {
    return id;
  }

  @Override
  public final List<String> patterns() {
    return patterns.stream().map(EventPattern::text).toList();
  }

  /** Its place in the order of subscribing. */
  final long number() {
    return number;
  }

  final List<EventPattern> compiledPatterns() {
    return patterns;
  }

  @Override
  public final EventLanguage language() {
    return language;
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  /** Puts an event into the queue; on the publisher's thread. */
  final Offer offer(UniversalEvent event) {
    if (filtered && !isWanted(event)) {
      return Offer.DONE;
    }
    long place = queue.claim(limits.capacity() - sorted);
    if (place < 0) {
      if (closed.getPlain()) {
        return Offer.DONE;
      }
      place = claimWhenFull();
      if (place < 0) {
        return place == REJECTED ? Offer.REJECTED : place == BLOCKED ? Offer.BLOCKED : Offer.DONE;
      }
    }
    EventHeader header = event.header();
    if (header.ttl() != null && !expiring) {
      expiring = true;
    }
    queue.fill(place, event);
    if (header.priority() != 0) {
      prioritised = true;
    }
    if ((place & pressureMask) == 0 && queue.depthAt(place) + sorted >= limits.high()) {
      press();
    }
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      wake();
    }
    return Offer.DONE;
  }

  private boolean isWanted(UniversalEvent event) {
    try {
      return limits.filter().test(event);
    } catch (RuntimeException e) {
      tally.failed();
      surroundings.failed(event, this, e);
      return false;
    }
  }

  private long claimWhenFull() {
    return switch (limits.overflow()) {
      case DROP_OLDEST -> claimByDropping();
      case DROP_NEWEST -> {
        dropped.incrementAndGet();
        yield DROPPED;
      }
      case REJECT -> {
        rejected.incrementAndGet();
        yield REJECTED;
      }
      case BLOCK -> claimByWaiting();
    };
  }

  private long claimByDropping() {
    while (true) {
      queue.lock();
      try {
        if (prioritised) {
          sort();
        }
        if (queue.size() + sorted >= limits.capacity() && dropOne()) {
          dropped.incrementAndGet();
        }
      } finally {
        queue.unlock();
      }
      long place = queue.claim(limits.capacity() - sorted);
      if (place >= 0) {
        return place;
      }
    }
  }

  private boolean dropOne() {
    if (sorted > 0) {
      boolean any = buckets.pollLeastUrgent() != null;
      sorted = buckets.size();
      return any;
    }
    return queue.takeOne() != null;
  }

  /** Who handles the events of this subscription must not wait for itself. */
  private long claimByWaiting() {
    blocked.incrementAndGet();
    if (isTaker()) {
      return BLOCKED;
    }
    long end = System.nanoTime() + limits.blockLimit().toNanos();
    while (!closed.get()) {
      long place = queue.claim(limits.capacity() - sorted);
      if (place >= 0) {
        return place;
      }
      Duration rest = Duration.ofNanos(end - System.nanoTime());
      try {
        if (!rest.isPositive()
            || !room.await(() -> pending() <= limits.low() || closed.get(), rest)) {
          return BLOCKED;
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return BLOCKED;
      }
    }
    return DROPPED;
  }

  /** Whether the calling thread is the one that takes the events out. */
  abstract boolean isTaker();

  /** Makes somebody take events; on the publisher's thread, when nobody is at it. */
  abstract void wake();

  /**
   * Takes waiting events, the most urgent first.
   *
   * @return how many; 0 when none is waiting
   */
  final int take(@Nullable UniversalEvent[] into) {
    queue.lock();
    int count;
    try {
      count = prioritised || sorted > 0 ? takeSorted(into) : queue.take(into);
    } finally {
      queue.unlock();
    }
    if (count == into.length) {
      tally.seen(pending() + count);
    }
    if (pressed.get() || room.isWaitedIn()) {
      relax();
    }
    return count;
  }

  private int takeSorted(@Nullable UniversalEvent[] into) {
    sort();
    into[0] = buckets.pollMostUrgent();
    sorted = buckets.size();
    return into[0] == null ? 0 : 1;
  }

  private void sort() {
    prioritised = false;
    queue.takeAll(event -> {
      buckets.add(event);
      sorted = buckets.size();
    });
  }

  /** Whether an event has waited too long; counts it if so. */
  final boolean isExpired(UniversalEvent event) {
    if (expiring && event.header().ttl() != null && event.isExpired(Instant.now())) {
      tally.expired();
      return true;
    }
    return false;
  }

  /** Whether the rest of a batch should be given back, because something may be more urgent. */
  final boolean isPrioritised() {
    return prioritised;
  }

  /** Puts back what was taken but not handed out. */
  final void giveBack(@Nullable UniversalEvent[] batch, int from, int to) {
    queue.lock();
    try {
      for (int i = from; i < to; i++) {
        UniversalEvent event = batch[i];
        if (event != null) {
          buckets.add(event);
        }
      }
      sorted = buckets.size();
    } finally {
      queue.unlock();
    }
  }

  private void press() {
    if (!pressed.get() && pressed.compareAndSet(false, true)) {
      surroundings.notice(
          new FlowNotice.Started(
              id,
              pending(),
              limits.capacity(),
              "%d of %d places are taken".formatted(pending(), limits.capacity())));
    }
  }

  /** Ends what a full queue has begun, once there is room again. */
  private void relax() {
    if (pending() <= limits.low()) {
      room.signal();
      if (pressed.get() && pressed.compareAndSet(true, false)) {
        surroundings.notice(new FlowNotice.Relieved(id, pending()));
      }
    }
  }

  /**
   * Says that nobody takes events any more.
   *
   * @return whether that holds; false when an event came in meanwhile and the caller must go on
   */
  final boolean fallAsleep() {
    queue.lock();
    try {
      queue.forget();
    } finally {
      queue.unlock();
    }
    asleep.set(true);
    return isDrained() || !asleep.compareAndSet(true, false);
  }

  /** Whether an event can be taken. */
  final boolean isReady() {
    return queue.isReady() || sorted > 0;
  }

  final boolean isDrained() {
    return queue.isEmpty() && sorted == 0;
  }

  final boolean isAsleep() {
    return asleep.get();
  }

  final int capacity() {
    return limits.capacity();
  }

  final long pending() {
    return queue.size() + sorted;
  }

  /** How many events have left the queue. */
  final long taken() {
    return queue.taken();
  }

  final boolean hasSorted() {
    return sorted > 0;
  }

  @Override
  public final boolean awaitIdle(Duration patience) throws InterruptedException {
    long goal = queue.claimed();
    long end = System.nanoTime() + patience.toNanos();
    while (!closed.get() && !isHandledUpTo(goal)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(100_000);
    }
    return true;
  }

  /** Whether all events before a place are done with. */
  boolean isHandledUpTo(long place) {
    return queue.taken() >= place && sorted == 0;
  }

  @Override
  public final SubscriptionStatistics statistics() {
    return tally.statistics(dropped.get(), pending());
  }

  final long rejections() {
    return rejected.get();
  }

  final long blockings() {
    return blocked.get();
  }

  @Override
  public final boolean isClosed() {
    return closed.get();
  }

  @Override
  public final void close() {
    if (closed.compareAndSet(false, true)) {
      surroundings.closed(this);
      room.signal();
      closing();
    }
  }

  /** Drops what is waiting. */
  final void discard() {
    queue.lock();
    try {
      long count = pending();
      queue.takeAll(_ -> {});
      queue.forget();
      buckets.clear();
      sorted = 0;
      dropped.addAndGet(count);
    } finally {
      queue.unlock();
    }
  }

  /** Lets those go who wait for an event. */
  abstract void closing();
}
