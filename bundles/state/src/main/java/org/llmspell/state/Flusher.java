package org.llmspell.state;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.disk.SharedWrites;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateSettings;

/**
 * Makes what was written survive the loss of power: at once for those who wait for it, and for the
 * rest after the flush interval. There is a thread only while something is to be flushed.
 */
final class Flusher {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  private final AtomicBoolean waiting = new AtomicBoolean();
  private volatile @Nullable Served served;
  private volatile @Nullable Thread waiter;

  /** The store that is flushed. */
  private record Served(
      OpenStore store,
      SharedWrites safe,
      Duration interval,
      Predicate<String> urgent,
      boolean onDisk) {}

  /** Serves another store from now on. */
  void serve(OpenStore store, StateSettings settings) {
    served =
        new Served(
            store,
            new SharedWrites(batches -> writeSafely(store.backend(), batches)),
            settings.flushInterval(),
            KeyPatterns.anyOf(settings.immediatePatterns()),
            store.backend().traits().persistent());
  }

  /** Whether writes of a key are not to wait. */
  boolean isUrgent(String key) {
    Served now = served;
    return now != null && now.onDisk && now.urgent.test(key);
  }

  /** Returns when everything that was written before is on disk. */
  void commit() {
    Served now = served;
    if (now != null && now.onDisk) {
      write(now.safe, List.of());
    }
  }

  /** Makes changes of a store, which are on disk when it returns if the store has a disk. */
  void write(OpenStore store, List<StateWrite> changes) {
    Served now = served;
    if (now != null && now.store == store && now.onDisk) {
      write(now.safe, changes);
    } else {
      writeSafely(store.backend(), List.of(changes));
    }
  }

  private static void write(SharedWrites safe, List<StateWrite> changes) {
    if (!safe.write(changes, false)) {
      safe.write(changes, true);
    }
  }

  private static void writeSafely(StateBackend backend, List<List<StateWrite>> batches) {
    List<StateWrite> changes = batches.stream().flatMap(List::stream).toList();
    if (!changes.isEmpty()) {
      backend.write(changes);
    }
    backend.sync();
  }

  /** Something was written that may wait. */
  void written() {
    Served now = served;
    if (now == null || !now.onDisk || waiting.get() || !waiting.compareAndSet(false, true)) {
      return;
    }
    Thread thread = Thread.ofVirtual().name("state flush").unstarted(() -> later(now.interval));
    waiter = thread;
    thread.start();
  }

  private void later(Duration interval) {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException _) {
      // The store was flushed and closed.
      waiting.set(false);
      return;
    }
    waiting.set(false);
    try {
      commit();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "What was written to state is not yet safe from a loss of power", e);
    }
  }

  /** Flushes and serves no store any more. */
  void flush() {
    commit();
    served = null;
    Thread thread = waiter;
    if (thread != null) {
      thread.interrupt();
      waiter = null;
    }
  }
}
