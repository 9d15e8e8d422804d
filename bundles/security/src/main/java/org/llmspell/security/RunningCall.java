package org.llmspell.security;

import com.sun.management.ThreadMXBean;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.security.policy.CallLimits;
import org.llmspell.security.policy.Usage;

/**
 * What one call uses, looked at from another thread while it runs. Of a virtual thread neither
 * processor time nor memory can be known; its call is bound by wall time alone.
 */
final class RunningCall {
  private final Thread thread;
  private final Cancellation cancellation;
  private final Usage usage;
  private long cpuStart = -1;
  private long cpuSeen;
  private long memoryStart = -1;
  private long memorySeen;
  private volatile @Nullable SpellException exceeded;

  RunningCall(Thread thread, Cancellation cancellation, Usage usage) {
    this.thread = thread;
    this.cancellation = cancellation;
    this.usage = usage;
  }

  /** Whether anything can be measured at all. */
  boolean isMeasurable() {
    return !thread.isVirtual();
  }

  Optional<SpellException> exceeded() {
    return Optional.ofNullable(exceeded);
  }

  /** Takes the figures; stops the call when they are too high. */
  synchronized void look(ThreadMXBean threads) {
    if (exceeded != null) {
      return;
    }
    try {
      CallLimits limits = usage.limits();
      long cpu = threads.getThreadCpuTime(thread.threadId());
      if (cpu >= 0) {
        cpuStart = cpuStart < 0 ? cpu : cpuStart;
        long used = cpu - cpuStart;
        usage.cpu(used - cpuSeen);
        cpuSeen = used;
        check("max_call_cpu_ms", "cpu_time", limits.callCpuMillis(), used / 1_000_000);
      }
      long memory = threads.getThreadAllocatedBytes(thread.threadId());
      if (memory >= 0) {
        memoryStart = memoryStart < 0 ? memory : memoryStart;
        long used = memory - memoryStart;
        usage.memory(used - memorySeen);
        memorySeen = used;
        check("max_call_memory_bytes", "memory", limits.callMemoryBytes(), used);
      }
    } catch (SpellException e) {
      exceeded = e;
      cancellation.cancel(e.message());
    }
  }

  private void check(String setting, String resource, long limit, long used) {
    if (used > limit) {
      throw usage.exceeded(setting, resource, limit, used);
    }
  }
}
