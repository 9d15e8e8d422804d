package org.llmspell.events;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.UniversalEvent;

/**
 * A bounded queue of events for many publishers. A publisher claims a place with one atomic step
 * and then fills it, without a lock. Takers exclude each other by a spin lock that is held while a
 * batch is copied; a publisher takes it only to make room in a full queue.
 *
 * <p>Places lie in chunks that are made when they are first reached and dropped when they were
 * read, so an empty queue takes little memory.
 */
final class EventQueue {
  private static final int CHUNK_BITS = 8;
  private static final int CHUNK = 1 << CHUNK_BITS;

  // Counters in one array, far enough apart that they are not on the same cache line.
  private static final int TAIL = 8;

  /** A value that HEAD had: publishers leave HEAD alone while this one says that there is room. */
  private static final int KNOWN_HEAD = 9;

  private static final int HEAD = 24;
  private static final int LOCK = 40;
  private static final int COUNTERS = 56;

  private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);
  private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable UniversalEvent>>
      chunks;
  private final int mask;

  /** Up to which place events were let go of; used under the lock. */
  private long forgotten;

  /** A queue for so many events. */
  EventQueue(int capacity) {
    // One chunk more than the capacity: a new round never meets an event of the old one.
    int needed = (capacity + CHUNK - 1) / CHUNK + 1;
    int size = Integer.highestOneBit(Math.max(1, needed - 1)) * 2;
    chunks = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  /**
   * Claims the next place.
   *
   * @return the place, to be filled at once; -1 when so many events are waiting already
   */
  long claim(int limit) {
    while (true) {
      long tail = counters.get(TAIL);
      if (tail - counters.getAcquire(KNOWN_HEAD) >= limit) {
        long head = counters.get(HEAD);
        counters.setRelease(KNOWN_HEAD, head);
        if (tail - head >= limit) {
          return -1;
        }
      }
      if (counters.compareAndSet(TAIL, tail, tail + 1)) {
        return tail;
      }
    }
  }

  /** Fills a claimed place. */
  void fill(long place, UniversalEvent event) {
    int index = (int) (place >>> CHUNK_BITS) & mask;
    var chunk = chunks.getAcquire(index);
    if (chunk == null) {
      var fresh = new AtomicReferenceArray<@Nullable UniversalEvent>(CHUNK);
      var other = chunks.compareAndExchange(index, null, fresh);
      chunk = other == null ? fresh : other;
    }
    chunk.setRelease((int) place & (CHUNK - 1), event);
  }

  /** How many events were waiting once this place was taken. */
  long depthAt(long place) {
    return place + 1 - counters.get(HEAD);
  }

  /** How many events are waiting, about. */
  long size() {
    return Math.max(0, counters.get(TAIL) - counters.get(HEAD));
  }

  /** Whether no event is waiting or just being put in. */
  boolean isEmpty() {
    return counters.get(TAIL) == counters.get(HEAD);
  }

  /** How many places were claimed since the start. */
  long claimed() {
    return counters.get(TAIL);
  }

  /** How many places were read since the start. */
  long taken() {
    return counters.get(HEAD);
  }

  /** Excludes other takers. Not re-entrant. */
  void lock() {
    for (int spins = 0; !counters.compareAndSet(LOCK, 0, 1); spins++) {
      pause(spins);
    }
  }

  /** Lets other takers in. */
  void unlock() {
    counters.setRelease(LOCK, 0);
  }

  /** Waits a moment for another thread that is about to finish. */
  @SuppressWarnings("ThreadPriorityCheck") // what is waited for takes nanoseconds, unless preempted
  private static void pause(int spins) {
    if (spins % 64 < 63) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /**
   * Takes events into an array; only under the lock. Looks at the places instead of the count of
   * claims, which publishers need for themselves.
   *
   * @return how many; 0 when the next place is not filled
   */
  int take(@Nullable UniversalEvent[] into) {
    long head = counters.getPlain(HEAD);
    int done = 0;
    while (done < into.length) {
      long place = head + done;
      var chunk = chunks.getAcquire((int) (place >>> CHUNK_BITS) & mask);
      if (chunk == null) {
        break;
      }
      int index = (int) place & (CHUNK - 1);
      int end = Math.min(CHUNK, index + into.length - done);
      UniversalEvent event;
      while (index < end && (event = chunk.getAcquire(index)) != null) {
        into[done++] = event;
        index++;
      }
      if (index < end) {
        break;
      }
      if (end == CHUNK) {
        drop(head + done - 1);
      }
    }
    if (done > 0) {
      counters.set(HEAD, head + done);
    }
    return done;
  }

  /** Whether the next place is filled. */
  boolean isReady() {
    long head = counters.get(HEAD);
    var chunk = chunks.getAcquire((int) (head >>> CHUNK_BITS) & mask);
    return chunk != null && chunk.getAcquire((int) head & (CHUNK - 1)) != null;
  }

  /** Takes the oldest event; only under the lock. */
  @Nullable UniversalEvent takeOne() {
    long head = counters.getPlain(HEAD);
    if (counters.get(TAIL) == head) {
      return null;
    }
    UniversalEvent event = read(chunk(head), (int) head & (CHUNK - 1));
    if ((head & (CHUNK - 1)) == CHUNK - 1) {
      drop(head);
    }
    counters.set(HEAD, head + 1);
    return event;
  }

  /** Takes all events there are now; only under the lock. */
  void takeAll(Consumer<UniversalEvent> consumer) {
    for (long end = counters.get(TAIL); counters.getPlain(HEAD) < end; ) {
      UniversalEvent event = takeOne();
      if (event != null) {
        consumer.accept(event);
      }
    }
  }

  /** Lets go of events that were read; only under the lock. */
  void forget() {
    long head = counters.getPlain(HEAD);
    var chunk = chunks.getAcquire((int) (head >>> CHUNK_BITS) & mask);
    long from = Math.max(forgotten, head & -CHUNK);
    for (long place = from; chunk != null && place < head; place++) {
      chunk.setPlain((int) place & (CHUNK - 1), null);
    }
    forgotten = head;
  }

  private void drop(long place) {
    chunks.setRelease((int) (place >>> CHUNK_BITS) & mask, null);
  }

  /** The chunk of a claimed place; whoever claimed it is about to make it. */
  private AtomicReferenceArray<@Nullable UniversalEvent> chunk(long place) {
    for (int spins = 0; ; spins++) {
      var chunk = chunks.getAcquire((int) (place >>> CHUNK_BITS) & mask);
      if (chunk != null) {
        return chunk;
      }
      pause(spins);
    }
  }

  /** Reads a claimed place; whoever claimed it is about to fill it. */
  private static UniversalEvent read(
      AtomicReferenceArray<@Nullable UniversalEvent> chunk, int index) {
    for (int spins = 0; ; spins++) {
      UniversalEvent event = chunk.getAcquire(index);
      if (event != null) {
        return event;
      }
      pause(spins);
    }
  }
}
