package org.llmspell.lua;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.lua.lib.Budget;

/**
 * Watches over one script: its time, its memory, and whether it was cancelled. Once it has stopped
 * the script it throws at every further step, so nothing of the script runs on.
 *
 * <p>Memory is not counted when it is taken, because only part of it is ever seen. Instead, when
 * the heap has grown by a good part of the limit since the last look, the values that the script
 * can reach are added up.
 */
final class Meter implements Budget {
  private static final int CHECK_STEPS = 8_192;
  private static final int SMALL = 4_096;

  private final ScriptLimits limits;
  private final Cancellation cancellation;
  private final long deadline;
  private final Runtime runtime = Runtime.getRuntime();
  private LongSupplier liveBytes = () -> 0;
  private Runnable housekeeping = () -> {};
  private volatile @Nullable StopError stop;
  private long steps;
  private long lastUsed;
  private long growth;
  private long live;

  Meter(ScriptLimits limits, Cancellation cancellation) {
    this.limits = limits;
    this.cancellation = cancellation;
    this.deadline = System.nanoTime() + limits.time().toNanos();
    this.lastUsed = usedHeap();
  }

  /**
   * Says how to add up the script's values, and what else to do now and then.
   *
   * @param bytes adds up the values that the script can reach
   * @param sometimes is run at every look, some hundred times a second
   */
  void attach(LongSupplier bytes, Runnable sometimes) {
    liveBytes = bytes;
    housekeeping = sometimes;
  }

  @Override
  public void step(long count) {
    steps += count;
    if (steps >= CHECK_STEPS) {
      steps = 0;
      check();
    }
  }

  @Override
  public void allocate(long bytes) {
    if (bytes < SMALL) {
      step(1);
      return;
    }
    if (bytes > limits.memoryBytes()) {
      throw stop(memory(bytes));
    }
    growth += bytes;
    if (live + bytes > limits.memoryBytes() || growth > limits.memoryBytes() / 2) {
      look();
      if (live + bytes > limits.memoryBytes()) {
        throw stop(memory(live + bytes));
      }
    }
    step(1 + bytes / 64);
  }

  /** Stops the script for good; throws. */
  StopError stop(StopError.Reason reason) {
    StopError known = stop;
    if (known == null) {
      known = new StopError(reason);
      stop = known;
    }
    return known;
  }

  StopError.Reason memory(long used) {
    return new StopError.Reason.Memory(limits.memoryBytes(), limits.memorySetting(), used);
  }

  /** Throws when the script has to stop. */
  void check() {
    StopError known = stop;
    if (known != null) {
      throw known;
    }
    if (System.nanoTime() - deadline >= 0) {
      throw stop(new StopError.Reason.Time(limits.time(), limits.timeSetting()));
    }
    if (Thread.interrupted()) {
      throw stop(new StopError.Reason.Cancelled("it was interrupted"));
    }
    if (cancellation.isCancelled()) {
      throw stop(new StopError.Reason.Cancelled(cancellation.reason().orElse("")));
    }
    checkMemory();
    housekeeping.run();
  }

  /** The time that is left, in nanoseconds. */
  long remainingNanos() {
    return Math.max(0, deadline - System.nanoTime());
  }

  private void checkMemory() {
    long used = usedHeap();
    growth += Math.max(0, used - lastUsed);
    lastUsed = used;
    if (growth > limits.memoryBytes() / 4 + live / 2) {
      look();
    }
  }

  private void look() {
    growth = 0;
    live = liveBytes.getAsLong();
    lastUsed = usedHeap();
    if (live > limits.memoryBytes()) {
      throw stop(memory(live));
    }
  }

  private long usedHeap() {
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
