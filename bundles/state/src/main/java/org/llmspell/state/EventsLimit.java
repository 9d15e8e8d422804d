package org.llmspell.state;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;

/**
 * Forgets the oldest events when there are too many. It looks once after the store was opened, and
 * when a tenth more has come in than may be there (a thousand at most).
 */
final class EventsLimit implements Upkeep.Chore {
  private static final byte[] ALL = Keys.prefix(Keys.EVENT);

  private final int most;
  private final AtomicLong fresh = new AtomicLong();
  private volatile boolean counted = true;

  EventsLimit(int most) {
    this.most = most;
  }

  /** Some events were stored. */
  void stored(int count) {
    fresh.addAndGet(count);
  }

  @Override
  public void opened(OpenStore store) {
    counted = store.backend().size() == 0;
  }

  @Override
  public boolean isPending() {
    return !counted || fresh.get() >= slack();
  }

  @Override
  public boolean isDue(long nowMillis) {
    return isPending();
  }

  private long slack() {
    return Math.clamp(most / 10, 1, 1_000);
  }

  @Override
  public void run(OpenStore store, Pace pace) throws InterruptedException {
    long before = fresh.get();
    long count = 0;
    var walk = new Walk(store, ALL, ALL);
    for (List<Walk.Entry> step = walk.next(); !step.isEmpty(); step = walk.next()) {
      count += step.size();
      pace.rest();
    }
    // Keys are in the order of time.
    var oldest = new Walk(store, ALL, ALL);
    for (long surplus = count - most; surplus > 0; ) {
      List<StateWrite> changes =
          oldest.next().stream()
              .limit(surplus)
              .map(entry -> StateWrite.delete(entry.key()))
              .toList();
      if (changes.isEmpty()) {
        break; // somebody else has removed some
      }
      store.writing(() -> {
        store.backend().write(changes);
        return true;
      });
      surplus -= changes.size();
      pace.rest();
    }
    fresh.addAndGet(-before);
    counted = true;
  }
}
