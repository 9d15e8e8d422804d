package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.state.store.OpenStore;

/**
 * Reads the entries that are to be changed on a thread of its own, while those before are changed.
 * For one thread.
 */
final class ReadAhead implements AutoCloseable {
  private static final int MAX_ENTRIES = 1_000;
  private static final long MAX_BYTES = 1 << 20;
  private static final int PATIENCE_MILLIS = 100;

  private final OpenStore store;
  private final Targets targets;
  private final byte[] from;
  private final BlockingQueue<List<Entry>> queue = new ArrayBlockingQueue<>(3);
  private final Thread thread;
  private List<Entry> next = new ArrayList<>();
  private long bytes;
  private volatile @Nullable Throwable failure;
  private volatile boolean stopped;

  /**
   * An entry as the backend has it. The arrays are not copied.
   *
   * @param key its key
   * @param bytes its record
   */
  @SuppressWarnings("ArrayRecordComponent") // Only carried, never compared.
  record Entry(byte[] key, byte[] bytes) {}

  /** Begins to read from a key on. */
  ReadAhead(OpenStore store, Targets targets, byte[] from) {
    this.store = store;
    this.targets = targets;
    this.from = from;
    this.thread = Thread.ofPlatform().daemon().name("llmspell-migration-read").start(this::run);
  }

  private void run() {
    try {
      store.backend().scan(targets.prefix(), from, this::see);
      if (!next.isEmpty()) {
        hand(next);
      }
    } catch (RuntimeException | Error e) {
      // Thrown again by the one who takes the entries.
      failure = e;
    }
    hand(List.of());
  }

  private boolean see(byte[] key, byte[] value) {
    if (targets.isTarget(key)) {
      next.add(new Entry(key, value));
      bytes += key.length + value.length;
      if (next.size() >= MAX_ENTRIES || bytes >= MAX_BYTES) {
        hand(next);
        next = new ArrayList<>(MAX_ENTRIES);
        bytes = 0;
      }
    }
    return !stopped;
  }

  private void hand(List<Entry> entries) {
    try {
      while (!stopped && !queue.offer(entries, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        // They are still at the ones before.
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /**
   * The next entries; none at the end.
   *
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  List<Entry> next() throws InterruptedException {
    List<Entry> entries = queue.take();
    if (entries.isEmpty()) {
      rethrow();
    }
    return entries;
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** Ends the reading; nobody looks at the store any more when this returns. */
  @Override
  public void close() {
    stopped = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
