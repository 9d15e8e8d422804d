package org.llmspell.security;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.security.policy.CallLimits;
import org.llmspell.security.policy.Usage;

/** One call on a thread whose use of the machine can be seen from outside. */
final class RunningCall {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Thread thread = Thread.currentThread();
  private final Cancellation cancellation;
  private final Usage usage;

  /** Where {@link RunningCalls} keeps it; its own thread writes and reads that. */
  int slot;

  // What was seen at the first look; only the monitor's thread knows it.
  private boolean seen;
  private long firstCpu;
  private long firstMemory;

  private volatile @Nullable SpellException exceeded;

  RunningCall(Cancellation cancellation, Usage usage) {
    this.cancellation = cancellation;
    this.usage = usage;
  }

  Thread thread() {
    return thread;
  }

  Usage usage() {
    return usage;
  }

  /** Why the call was stopped; null while it was not. */
  @Nullable SpellException exceeded() {
    return exceeded;
  }

  /** Holds what the thread has used until now against the limits of a call. */
  void look(long cpuNanos, long memory) {
    if (!seen) {
      seen = true;
      firstCpu = cpuNanos;
      firstMemory = memory;
    }
    CallLimits limits = usage.limits();
    long cpu = (cpuNanos - firstCpu) / NANOS_PER_MILLI;
    long allocated = memory - firstMemory;
    if (cpu > limits.callCpuMillis()) {
      stop(usage.exceeded("max_call_cpu_ms", "cpu_time", limits.callCpuMillis(), cpu));
    } else if (allocated > limits.callMemoryBytes()) {
      stop(usage.exceeded("max_call_memory_bytes", "memory", limits.callMemoryBytes(), allocated));
    }
  }

  /** Asks the call to end; the first reason stays. */
  void stop(SpellException why) {
    if (exceeded == null) {
      exceeded = why;
      cancellation.cancel(why.message());
    }
  }
}
