package org.llmspell.security.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/** What a run has used, held against its limits. Safe to share between threads. */
public final class Usage {
  private final CallLimits limits;
  private final Window operations;
  private final Window bytes;
  private final AtomicLong running = new AtomicLong();
  private final AtomicLong most = new AtomicLong();
  private final LongAdder calls = new LongAdder();
  private final LongAdder exceeded = new LongAdder();
  private final AtomicLong cpuNanos = new AtomicLong();
  private final AtomicLong memory = new AtomicLong();
  private final AtomicLong output = new AtomicLong();

  Usage(CallLimits limits) {
    this.limits = limits;
    this.operations = new Window(limits.fileOperationsPerSecond());
    this.bytes = new Window(limits.fileBytesPerSecond());
  }

  /** The limits. */
  public CallLimits limits() {
    return limits;
  }

  /**
   * A call begins. When it may not, because of its run, {@link #leave} must not be called for it.
   */
  public void enter() {
    long now = running.incrementAndGet();
    if (now > limits.concurrentCalls()) {
      running.decrementAndGet();
      throw exceeded(
          "max_concurrent_calls", "concurrent_operations", limits.concurrentCalls(), now);
    }
    SpellException overdrawn = overdrawn();
    if (overdrawn != null) {
      running.decrementAndGet();
      throw overdrawn;
    }
    calls.increment();
    if (now > most.get()) {
      most.accumulateAndGet(now, Math::max);
    }
  }

  /** A call has ended. */
  public void leave() {
    running.decrementAndGet();
  }

  /** A file operation begins. */
  public void fileOperation() {
    long tooMany = operations.add(1);
    if (tooMany > 0) {
      throw exceeded(
          "file_operations_per_second",
          "file_operations",
          limits.fileOperationsPerSecond(),
          tooMany);
    }
  }

  /** Bytes were read or written. */
  public void fileBytes(long count) {
    long tooMany = bytes.add(count);
    if (tooMany > 0) {
      throw exceeded("file_bytes_per_second", "file_bytes", limits.fileBytesPerSecond(), tooMany);
    }
  }

  /**
   * A thread of the run has used so much since it was last looked at.
   *
   * @return what stops the run's calls when that was too much
   */
  public @Nullable SpellException charge(long nanos, long allocated) {
    cpuNanos.addAndGet(nanos);
    memory.addAndGet(allocated);
    return overdrawn();
  }

  private @Nullable SpellException overdrawn() {
    long millis = cpuNanos.get() / 1_000_000;
    if (millis > limits.scriptCpuMillis()) {
      return exceeded("max_script_cpu_ms", "cpu_time", limits.scriptCpuMillis(), millis);
    }
    long allocated = memory.get();
    if (allocated > limits.scriptMemoryBytes()) {
      return exceeded("max_script_memory_bytes", "memory", limits.scriptMemoryBytes(), allocated);
    }
    return null;
  }

  /** A call answered with so much. */
  public void output(long count) {
    if (count > limits.outputBytes()) {
      throw exceeded("max_output_bytes", "output_size", limits.outputBytes(), count);
    }
    long all = output.addAndGet(count);
    if (all > limits.scriptOutputBytes()) {
      throw exceeded("max_script_output_bytes", "output_size", limits.scriptOutputBytes(), all);
    }
  }

  /** A limit was exceeded. */
  public SpellException exceeded(String setting, String resource, long limit, long used) {
    exceeded.increment();
    return new SpellException(
        new ErrorKind.ResourceLimit(resource, limit, used),
        "%s limit of %d exceeded (used: %d); the limit is the setting %s"
            .formatted(resource, limit, used, CallLimits.setting(setting)));
  }

  Map<String, @Nullable Object> describe() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("calls", calls.sum());
    map.put("running_calls", running.get());
    map.put("most_running_calls", most.get());
    map.put("cpu_ms", cpuNanos.get() / 1_000_000);
    map.put("memory_bytes", memory.get());
    map.put("output_bytes", output.get());
    map.put("file_operations", operations.total());
    map.put("file_bytes", bytes.total());
    map.put("limits_exceeded", exceeded.sum());
    return map;
  }
}
