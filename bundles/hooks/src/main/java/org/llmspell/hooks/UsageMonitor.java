package org.llmspell.hooks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;

/**
 * Looks at the memory and the processor time of this process now and then, as long as there are
 * hooks for it. A point is fired when its threshold is passed, and again only after the usage was
 * below it.
 */
final class UsageMonitor implements AutoCloseable {
  private static final List<StandardPoint> POINTS =
      List.of(StandardPoint.MEMORY_USAGE_HIGH, StandardPoint.CPU_USAGE_HIGH);

  private final HookTable table;
  private final BiConsumer<HookPoint, Map<String, Object>> fire;
  private volatile Rules rules;
  private final Runnable listener = this::update;
  private @Nullable Thread thread;
  private volatile boolean closed;
  private boolean memoryHigh;
  private boolean cpuHigh;

  /**
   * What counts as high.
   *
   * @param interval how often is looked
   */
  record Rules(Duration interval, int memoryPercent, int cpuPercent) {}

  UsageMonitor(HookTable table, BiConsumer<HookPoint, Map<String, Object>> fire, Rules rules) {
    this.table = table;
    this.fire = fire;
    this.rules = rules;
    table.onChange(listener);
    update();
  }

  /** Other rules, from the next look on. */
  void change(Rules wanted) {
    rules = wanted;
  }

  private boolean isWanted() {
    return POINTS.stream().anyMatch(table::isActive);
  }

  private synchronized void update() {
    if (thread == null && !closed && isWanted()) {
      thread = Thread.ofVirtual().name("llmspell-usage").start(this::watch);
    }
  }

  /** Whether to go on; asked with the lock, so that a hook that comes now starts a new thread. */
  private synchronized boolean goesOn() {
    boolean wanted = !closed && isWanted();
    if (!wanted) {
      thread = null;
    }
    return wanted;
  }

  private void watch() {
    long cpu = cpuNanos();
    long time = System.nanoTime();
    while (goesOn()) {
      LockSupport.parkNanos(this, rules.interval.toNanos());
      Rules now = rules;
      long cpuNow = cpuNanos();
      long timeNow = System.nanoTime();
      long span = Math.max(1, timeNow - time) * Runtime.getRuntime().availableProcessors();
      cpuHigh =
          look(
              StandardPoint.CPU_USAGE_HIGH,
              (int) (100 * (cpuNow - cpu) / span),
              now.cpuPercent,
              cpuHigh);
      memoryHigh =
          look(StandardPoint.MEMORY_USAGE_HIGH, memoryUsed(), now.memoryPercent, memoryHigh);
      cpu = cpuNow;
      time = timeNow;
    }
  }

  private boolean look(HookPoint point, int percent, int threshold, boolean wasHigh) {
    boolean high = percent >= threshold;
    if (high && !wasHigh && !closed) {
      fire.accept(point, Map.of("percent", (long) percent, "threshold", (long) threshold));
    }
    return high;
  }

  private static int memoryUsed() {
    Runtime runtime = Runtime.getRuntime();
    return (int) (100 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory());
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  @Override
  public void close() {
    table.forget(listener);
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    LockSupport.unpark(running);
  }
}
