package org.llmspell.state;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.llmspell.state.store.OpenStore;

/**
 * What is done in the background to the store that is open, in small steps with pauses between
 * them. There is a thread only while a chore has something left to do; it sleeps between two
 * rounds, and ends at once when the store is closed.
 */
final class Upkeep {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  /** A store that is open for a moment only has no use for it. */
  private static final Duration FIRST = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final List<Chore> chores = new CopyOnWriteArrayList<>();
  private @Nullable OpenStore store;
  private Duration interval = Duration.ofMinutes(1);
  private volatile @Nullable Thread thread;
  private @Nullable Thread ending;

  /** One sort of work. Its methods are called by several threads, {@link #run} by one at a time. */
  interface Chore {

    /** Another store is there. Called before anybody uses it, so it must be quick. */
    default void opened(OpenStore store) {}

    /** Whether there is anything left, now or later. */
    boolean isPending();

    /** Whether it is to be done now. */
    boolean isDue(long nowMillis);

    /** Does it. A failure is logged, and it is asked again in the next round. */
    void run(OpenStore store, Pace pace) throws InterruptedException;
  }

  /** Adds a chore; the store may be open already. */
  synchronized void add(Chore chore) {
    chores.add(chore);
    if (store != null) {
      chore.opened(store);
      awaken();
    }
  }

  void remove(Chore chore) {
    chores.remove(chore);
  }

  /** Begins to look after a store. */
  synchronized void serve(OpenStore newStore, Duration newInterval) {
    store = newStore;
    interval = newInterval;
    chores.forEach(chore -> chore.opened(newStore));
    awaken();
  }

  /** A chore has something to do from now on; costs next to nothing when there is a thread. */
  void awaken() {
    if (thread == null) {
      start();
    }
  }

  private synchronized void start() {
    OpenStore open = store;
    if (thread == null && open != null && isPending()) {
      Duration pause = interval;
      Thread fresh = Thread.ofVirtual().name("state upkeep").unstarted(() -> work(open, pause));
      thread = fresh;
      fresh.start();
    }
  }

  private boolean isPending() {
    return chores.stream().anyMatch(Chore::isPending);
  }

  private void work(OpenStore open, Duration pause) {
    try {
      Thread.sleep(pause.compareTo(FIRST) < 0 ? pause : FIRST);
      do {
        for (Chore chore : chores) {
          if (!Thread.currentThread().isInterrupted() && chore.isDue(open.clock().millis())) {
            run(chore, open);
          }
        }
        if (isOver()) {
          return;
        }
        Thread.sleep(pause);
      } while (true);
    } catch (InterruptedException _) {
      // The store is closed.
    }
  }

  private static void run(Chore chore, OpenStore open) throws InterruptedException {
    try {
      chore.run(open, new Pace());
    } catch (RuntimeException e) {
      if (!open.isClosed() && !Thread.currentThread().isInterrupted()) {
        LOG.log(Level.WARNING, "Work on the store in the background failed; it is tried again", e);
      }
    }
  }

  /** Whether the thread is to end, because nothing is left or the store is another one. */
  private synchronized boolean isOver() {
    if (thread != Thread.currentThread()) {
      return true;
    }
    // In this order: who adds work does so first and looks for a thread then.
    thread = null;
    if (isPending()) {
      thread = Thread.currentThread();
      return false;
    }
    return true;
  }

  /** Has the thread end; it may be there for a moment. */
  synchronized void stop() {
    store = null;
    ending = thread;
    thread = null;
    if (ending != null) {
      ending.interrupt();
    }
  }

  /** The thread that is there now. */
  Optional<Thread> thread() {
    return Optional.ofNullable(thread);
  }

  /** Waits until the thread that was stopped is gone. */
  void awaitEnd() {
    Thread last;
    synchronized (this) {
      last = ending;
      ending = null;
    }
    try {
      if (last != null && last.isAlive() && !last.join(PATIENCE)) {
        LOG.log(Level.WARNING, "Work on the store in the background has not ended");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
