package org.llmspell.hooks;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookRegistry.HookFigures;

/**
 * What a hook has done. Counting costs a few nanoseconds; of several threads at once, a sample may
 * get lost, but never a count.
 */
final class Figures {
  private static final int SAMPLES = 1024;

  private final AtomicLong executions = new AtomicLong();
  private final LongAdder failures = new LongAdder();
  private final LongAdder total = new LongAdder();
  private final long[] samples = new long[SAMPLES];
  private volatile long min = Long.MAX_VALUE;
  private volatile long max;

  void ran(long nanos) {
    samples[(int) executions.getAndIncrement() & SAMPLES - 1] = nanos;
    total.add(nanos);
    if (nanos < min || nanos > max) {
      extend(nanos);
    }
  }

  private synchronized void extend(long nanos) {
    min = Math.min(min, nanos);
    max = Math.max(max, nanos);
  }

  void failed(long nanos) {
    failures.increment();
    ran(nanos);
  }

  HookFigures report(String name, @Nullable CircuitBreaker breaker) {
    long count = executions.get();
    long[] last = Arrays.copyOf(samples, (int) Math.min(count, SAMPLES));
    Arrays.sort(last);
    return new HookFigures(
        name,
        count,
        failures.sum(),
        total.sum(),
        count == 0 ? 0 : min,
        max,
        percentile(last, 50),
        percentile(last, 95),
        percentile(last, 99),
        breaker == null ? null : breaker.state().name());
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length * percent - 1) / 100];
  }
}
