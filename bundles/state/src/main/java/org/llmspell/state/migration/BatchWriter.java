package org.llmspell.state.migration;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.OpenStore;

/**
 * Writes batches on a thread of its own while the next ones are made: first the old bytes into the
 * undo log, then the new ones into the backend, in one write together with the note how far it is.
 */
final class BatchWriter {
  private static final Batch END = new Batch(0);

  private final OpenStore store;
  private final UndoLog undo;
  private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(2);
  private final Thread thread;
  private volatile Job job;
  private volatile @Nullable Throwable failure;
  private volatile boolean stopped;

  BatchWriter(OpenStore store, UndoLog undo, Job job) {
    this.store = store;
    this.undo = undo;
    this.job = job;
    this.thread = Thread.ofVirtual().name("llmspell-migration").start(this::run);
  }

  private void run() {
    try {
      for (Batch batch = queue.take(); batch != END; batch = queue.take()) {
        if (!stopped) {
          write(batch);
        }
      }
    } catch (Throwable e) {
      // Thrown again by the one who hands over the batches.
      failure = e;
    }
  }

  private void write(Batch batch) {
    long length = undo.append(batch);
    Job next = job.at(batch.last(), length, job.migrated() + batch.size());
    List<StateWrite> writes = batch.writes();
    writes.add(store.progressOf(next.task()));
    store.backend().write(writes);
    job = next;
  }

  /**
   * Hands over a batch; waits while there are some already.
   *
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  void put(Batch batch) throws InterruptedException {
    do {
      rethrow();
    } while (!queue.offer(batch, 100, TimeUnit.MILLISECONDS));
  }

  /** Waits until all batches are written, and says how far it is. */
  Job finish() {
    end();
    rethrow();
    return job;
  }

  /**
   * Ends without throwing, and says how far it is.
   *
   * @param drop whether batches that are not written yet are dropped
   */
  Job stop(boolean drop) {
    stopped = drop;
    end();
    return job;
  }

  private void end() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        // The writer takes what is queued until it finds the end.
        if (queue.offer(END, 10, TimeUnit.MILLISECONDS)) {
          thread.join();
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
