package org.llmspell.security;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.security.policy.Usage;

/**
 * What one thread has used between two looks. Short calls are charged as a sample: what the thread
 * did since the last look goes to the run whose call is found on it.
 */
final class ThreadUse {
  private static final int FORGET_AFTER = 50;

  private final Thread thread;
  private long cpu;
  private long memory;
  private long cpuSince;
  private long memorySince;
  private @Nullable Usage usage;
  private @Nullable SpellException overdrawn;
  private int looksWithoutCall;

  ThreadUse(Thread thread, ThreadMXBean threads) {
    this.thread = thread;
    read(threads);
    cpuSince = 0;
    memorySince = 0;
  }

  /** A new look; false when the thread has had no call for long. */
  boolean next(ThreadMXBean threads) {
    usage = null;
    read(threads);
    return ++looksWithoutCall < FORGET_AFTER && thread.isAlive();
  }

  private void read(ThreadMXBean threads) {
    long cpuNow = threads.getThreadCpuTime(thread.threadId());
    long memoryNow = threads.getThreadAllocatedBytes(thread.threadId());
    // A thread that has just ended has no figures any more.
    cpuSince = cpuNow < 0 ? 0 : cpuNow - cpu;
    memorySince = memoryNow < 0 ? 0 : memoryNow - memory;
    cpu = Math.max(cpu, cpuNow);
    memory = Math.max(memory, memoryNow);
  }

  /** A call is found on the thread. */
  void charge(RunningCall call) {
    looksWithoutCall = 0;
    call.look(cpu, memory);
    if (usage != call.usage()) { // else this is a call inside of one that has paid
      usage = call.usage();
      overdrawn = usage.charge(cpuSince, memorySince);
    }
    if (overdrawn != null) {
      call.stop(overdrawn);
    }
  }
}
