package org.llmspell.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent to one client. A command that writes faster than its client reads waits
 * here; it never touches the channel, which an interrupt would close. Safe to share between
 * threads.
 */
final class Outbox {
  private static final int CAPACITY = 64;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Queue<Frame> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean finished;
  private boolean abandoned;

  /**
   * Puts a frame in, waiting for room. Who is interrupted meanwhile may still say a last word, but
   * waits no longer than two seconds for it.
   *
   * @throws IOException when the client does not listen any more
   */
  void put(Frame frame) throws IOException {
    boolean interrupted = false;
    long patience = PATIENCE_NANOS;
    lock.lock();
    try {
      while (waiting.size() >= CAPACITY && !abandoned && patience > 0) {
        try {
          if (interrupted) {
            patience = changed.awaitNanos(patience);
          } else {
            changed.await();
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (abandoned || finished || waiting.size() >= CAPACITY) {
        throw new IOException("the client does not listen");
      }
      waiting.add(frame);
      changed.signalAll();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Puts the last frame in, whether there is room or not. */
  void finish(Frame last) {
    lock.lock();
    try {
      if (!finished) {
        waiting.add(last);
        finished = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody will read any more: who waits is told so. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sends until the last frame was sent; flushes when there is nothing else to do. */
  void sendAll(OutputStream channel) throws IOException, InterruptedException {
    var out = new BufferedOutputStream(channel, 2 * Frame.MAX_PIECE);
    for (Frame frame = take(out); frame.type() != 0; frame = take(out)) {
      out.write(frame.toBytes());
    }
    out.flush();
  }

  /** The next frame, or one of type 0 at the end. */
  private Frame take(OutputStream out) throws IOException, InterruptedException {
    if (isEmpty()) {
      out.flush();
    }
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty()) {
        if (finished || abandoned) {
          return Frame.of((byte) 0);
        }
        changed.await();
      }
      changed.signalAll();
      return waiting.remove();
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
