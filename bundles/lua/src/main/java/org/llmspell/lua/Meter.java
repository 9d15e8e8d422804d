package org.llmspell.lua;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
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
  private static final int MAX_PARTS = 32;

  private final ScriptLimits limits;
  private final Cancellation cancellation;
  private volatile long deadline;
  private final Runtime runtime = Runtime.getRuntime();
  private LongSupplier liveBytes = () -> 0;
  private Runnable housekeeping = () -> {};
  private volatile @Nullable StopError stop;
  private volatile @Nullable Part part;
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

  /** The time of the script begins anew. */
  void renew() {
    deadline = System.nanoTime() + limits.time().toNanos();
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

  /**
   * Runs a part of the script that has less time than the whole. Only that part ends when its time
   * is over. Parts can be inside each other; on the script's thread.
   *
   * @throws SpellException of kind Timeout when the time was over, of kind ResourceLimit when too
   *     many parts are inside each other
   */
  <T extends @Nullable Object> T within(Duration time, Supplier<T> work) {
    var own = new Part(System.nanoTime() + time.toNanos(), part);
    if (own.depth > MAX_PARTS) {
      throw new SpellException(
          new ErrorKind.ResourceLimit("nested calls", MAX_PARTS, own.depth),
          "Calls back into the script are inside each other more than %d deep; does a hook do what it is called for?"
              .formatted(MAX_PARTS));
    }
    part = own;
    try {
      return work.get();
    } catch (StopError e) {
      if (e != own.stop) {
        throw e;
      }
      Thread.interrupted(); // it was meant for this part
      throw SpellException.timeout(
          time, "It was stopped after %d ms, its limit".formatted(time.toMillis()));
    } finally {
      part = own.outer;
    }
  }

  /** A part of the script with a deadline; after it, each step throws until the part has ended. */
  private static final class Part {
    private final long end;
    private final @Nullable Part outer;
    private final int depth;
    private volatile @Nullable StopError stop;

    Part(long end, @Nullable Part outer) {
      this.end = end;
      this.outer = outer;
      this.depth = outer == null ? 1 : outer.depth + 1;
    }

    /** Why it has to stop: its own time is over, or that of a part around it. */
    @Nullable StopError expired() {
      StopError other = outer == null ? null : outer.expired();
      if (other == null && stop == null && System.nanoTime() - end >= 0) {
        stop = new StopError(new StopError.Reason.Over());
      }
      return other != null ? other : stop;
    }
  }

  /**
   * The thread was interrupted while it waited: the part whose time is over ends, or the script.
   */
  void interrupted() {
    Part running = part;
    if (running == null || running.expired() == null) {
      stop(new StopError.Reason.Cancelled("it was interrupted"));
    }
  }

  /** Throws when the script, or the part of it that runs now, has to stop. */
  void check() {
    StopError known = stop;
    Part running = part;
    if (known == null && running != null) {
      known = running.expired();
    }
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

  /** Throws when the script was stopped, but not because its time is over while it rests. */
  void checkEnd() {
    StopError known = stop;
    if (known != null) {
      throw known;
    }
    if (Thread.interrupted()) {
      throw stop(new StopError.Reason.Cancelled("it was interrupted"));
    }
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
