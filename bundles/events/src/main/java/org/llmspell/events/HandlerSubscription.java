package org.llmspell.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventHandler;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;

/**
 * A subscription with a handler. It has a thread only while events are waiting: the publisher that
 * finds it asleep starts one, and that goes on until nothing is left.
 */
final class HandlerSubscription extends Subscription implements Runnable {
  private static final int BATCH = 128;

  /** After so many events the thread lets others have the processor. */
  private static final int TURN = 2_048;

  private final EventHandler handler;
  private final Executor executor;
  private volatile long handled;
  private volatile @Nullable Thread taker;

  HandlerSubscription(
      long number,
      List<EventPattern> patterns,
      EventHandler handler,
      SubscribeOptions options,
      Limits limits,
      Surroundings surroundings,
      Executor executor) {
    super(number, patterns, options, limits, surroundings);
    this.handler = handler;
    this.executor = executor;
  }

  @Override
  boolean isTaker() {
    return Thread.currentThread() == taker;
  }

  @Override
  void wake() {
    executor.execute(this);
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // virtual threads are not preempted, so they must yield
  public void run() {
    taker = Thread.currentThread();
    var batch = new @Nullable UniversalEvent[BATCH];
    int turn = 0;
    do {
      for (int count = take(batch); count > 0; count = take(batch)) {
        deliver(batch, count);
        turn += count;
        if (turn >= TURN) {
          turn = 0;
          Thread.yield();
        }
      }
      // Before someone else can become the taker.
      taker = null;
    } while (!fallAsleep());
  }

  private void deliver(@Nullable UniversalEvent[] batch, int count) {
    long start = System.nanoTime();
    int done = 0;
    int delivered = 0;
    while (done < count && !isClosed()) {
      if (done > 0 && isPrioritised()) {
        giveBack(batch, done, count);
        break;
      }
      UniversalEvent event = batch[done++];
      if (event != null && handle(event)) {
        delivered++;
      }
    }
    if (!hasSorted()) {
      handled = taken();
    }
    tally.delivered(delivered);
    tally.took(System.nanoTime() - start, Math.max(1, done));
  }

  private boolean handle(UniversalEvent event) {
    if (isExpired(event)) {
      return false;
    }
    try {
      handler.onEvent(event);
    } catch (Throwable e) { // whatever a plugin throws, the next event must follow
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      tally.failed();
      surroundings().failed(event, this, e);
    }
    return true;
  }

  @Override
  boolean isHandledUpTo(long place) {
    return handled >= place || (isAsleep() && super.isHandledUpTo(place));
  }

  @Override
  void closing() {
    // The thread, if there is one, sees it before the next event.
  }

  /** Waits until the handler has returned, unless it is the caller itself. */
  boolean awaitQuiet(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!isAsleep() && !isTaker()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(1);
    }
    return true;
  }

  @Override
  public Optional<UniversalEvent> poll() {
    throw notPolled();
  }

  @Override
  public Optional<UniversalEvent> poll(Duration patience) {
    throw notPolled();
  }

  @Override
  public List<UniversalEvent> pollBatch(int limit, Duration patience) {
    throw notPolled();
  }

  private static IllegalStateException notPolled() {
    return new IllegalStateException(
        "This subscription has a handler, which gets its events; it cannot be polled as well");
  }
}
