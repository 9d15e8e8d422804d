package org.llmspell.providers;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelStream;

/**
 * A stream inside a provider. It leaves the provider when it has ended, has failed, or is closed,
 * and measures when the first piece came.
 */
final class EnteredStream implements ModelStream {
  private final ModelStream inner;
  private final Call call;
  private final Runnable leave;
  private final long start;
  private final AtomicBoolean left = new AtomicBoolean();
  private volatile boolean closed;
  private @Nullable ModelChunk next;
  private @Nullable Duration firstToken;
  private volatile boolean ended;

  EnteredStream(ModelStream inner, Call call, Runnable leave, long start) {
    this.inner = inner;
    this.call = call;
    this.leave = leave;
    this.start = start;
    call.closing(this);
  }

  /** Waits for the next piece. */
  void prefetch() {
    if (next == null && !ended) {
      next = fetch();
    }
  }

  @Override
  public boolean hasNext() {
    prefetch();
    return next != null;
  }

  private @Nullable ModelChunk fetch() {
    if (closed) {
      throw call.ended(null);
    }
    ModelChunk chunk;
    try {
      chunk = ModelHandle.guarded(call, () -> inner.hasNext() ? inner.next() : null);
    } catch (RuntimeException e) {
      ended = true;
      close();
      throw e;
    }
    if (chunk == null || chunk instanceof ModelChunk.Done) {
      ended = true;
      close();
    }
    if (firstToken == null) {
      firstToken = Duration.ofNanos(System.nanoTime() - start);
    }
    return chunk instanceof ModelChunk.Done(var reply)
        ? new ModelChunk.Done(
            Replies.timed(reply, firstToken, Duration.ofNanos(System.nanoTime() - start)))
        : chunk;
  }

  @Override
  public ModelChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The stream has ended");
    }
    ModelChunk chunk = Objects.requireNonNull(next);
    next = null;
    return chunk;
  }

  @Override
  public void close() {
    closed = true;
    if (!ended) {
      call.cancel("its stream was closed");
    }
    if (left.compareAndSet(false, true)) {
      try {
        Calls.close(inner);
      } finally {
        leave.run();
      }
    }
  }
}
