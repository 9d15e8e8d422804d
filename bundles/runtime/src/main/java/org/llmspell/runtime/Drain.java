package org.llmspell.runtime;

import java.time.Duration;
import java.util.List;

/** Waits for the calls inside entries, and cuts off those that take too long. */
final class Drain {
  private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Watchdog watchdog;

  Drain(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  /**
   * Waits until the entries, which are closed, have no calls but those of this thread.
   *
   * @return false when calls had to be cancelled
   */
  boolean await(List<ToolEntry> entries, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean idle = true;
    for (ToolEntry entry : entries) {
      idle &= entry.awaitIdle(Pipeline.ownCalls(entry), deadline);
    }
    return idle || cut(entries);
  }

  private boolean cut(List<ToolEntry> entries) throws InterruptedException {
    watchdog.forEach(call -> {
      if (entries.contains(call.entry()) && call.thread() != Thread.currentThread()) {
        call.context().cancellation().cancel("its plugin is being stopped");
        call.interrupt();
      }
    });
    long deadline = System.nanoTime() + GRACE_NANOS;
    for (ToolEntry entry : entries) {
      entry.awaitIdle(Pipeline.ownCalls(entry), deadline);
    }
    return false;
  }
}
