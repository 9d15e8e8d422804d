package org.llmspell.runtime;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for the calls inside entries, and cuts off those that take too long. */
final class Drain {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ToolTable table;
  private final Watchdog watchdog;

  Drain(ToolTable table, Watchdog watchdog) {
    this.table = table;
    this.watchdog = watchdog;
  }

  /**
   * Waits until the entries, which are closed, have no calls but those that this thread is inside
   * of. An entry that is opened again meanwhile is not waited for.
   *
   * @return false when calls had to be cancelled
   */
  boolean await(List<ToolEntry> entries, Duration patience) throws InterruptedException {
    Lease own = Pipeline.current();
    if (settle(entries, own, patience)) {
      return true;
    }
    cut(entries, own);
    settle(entries, own, GRACE);
    return false;
  }

  private boolean settle(List<ToolEntry> entries, @Nullable Lease own, Duration time)
      throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    do {
      for (ToolEntry entry : entries) {
        if (!entry.gate().awaitAtMost(Lease.count(own, entry), deadline)) {
          return false;
        }
      }
      // While the last entry was waited for, its calls may have gone back into the first one.
    } while (!table.drained(entries, own));
    return true;
  }

  private void cut(List<ToolEntry> entries, @Nullable Lease own) {
    watchdog.forEach(call -> {
      boolean mine = own != null && own.isInside(call.entry());
      if (entries.contains(call.entry()) && call.entry().gate().isClosed() && !mine) {
        call.context().cancellation().cancel("its plugin is being stopped");
        call.interrupt();
      }
    });
  }
}
