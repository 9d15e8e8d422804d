package org.llmspell.security.policy;

/**
 * What calls and runs may use up; {@link Long#MAX_VALUE} stands for no limit.
 *
 * @param callMillis wall time of one call
 * @param callCpuMillis processor time of one call
 * @param callMemoryBytes memory that one call may allocate
 * @param outputBytes text that one call may answer with
 * @param concurrentCalls calls of one run at the same time
 * @param scriptCpuMillis processor time of all calls of a run
 * @param scriptMemoryBytes memory that all calls of a run may allocate
 * @param scriptOutputBytes text of all answers of a run
 * @param fileOperationsPerSecond file operations of a run
 * @param fileBytesPerSecond bytes read and written by a run
 */
public record CallLimits(
    long callMillis,
    long callCpuMillis,
    long callMemoryBytes,
    long outputBytes,
    long concurrentCalls,
    long scriptCpuMillis,
    long scriptMemoryBytes,
    long scriptOutputBytes,
    long fileOperationsPerSecond,
    long fileBytesPerSecond) {

  private static final String SECTION = Keys.SECTION + "limits.";
  private static final long NONE = Long.MAX_VALUE;
  private static final long GIBIBYTE = 1L << 30;

  static final CallLimits UNLIMITED =
      new CallLimits(NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE);

  static CallLimits of(Keys keys) {
    return of(
        keys,
        new CallLimits(
            NONE,
            300_000,
            4 * GIBIBYTE,
            GIBIBYTE / 8,
            100,
            NONE,
            NONE,
            NONE,
            100_000,
            4 * GIBIBYTE));
  }

  /** The limits that are set, and the others as given. */
  static CallLimits of(Keys keys, CallLimits byDefault) {
    return new CallLimits(
        limit(keys, "max_call_time_ms", byDefault.callMillis),
        limit(keys, "max_call_cpu_ms", byDefault.callCpuMillis),
        limit(keys, "max_call_memory_bytes", byDefault.callMemoryBytes),
        limit(keys, "max_output_bytes", byDefault.outputBytes),
        limit(keys, "max_concurrent_calls", byDefault.concurrentCalls),
        limit(keys, "max_script_cpu_ms", byDefault.scriptCpuMillis),
        limit(keys, "max_script_memory_bytes", byDefault.scriptMemoryBytes),
        limit(keys, "max_script_output_bytes", byDefault.scriptOutputBytes),
        limit(keys, "file_operations_per_second", byDefault.fileOperationsPerSecond),
        limit(keys, "file_bytes_per_second", byDefault.fileBytesPerSecond));
  }

  private static long limit(Keys keys, String name, long byDefault) {
    return keys.limit(SECTION + name).orElse(byDefault);
  }

  /** The stricter of two, figure by figure. */
  CallLimits and(CallLimits other) {
    return new CallLimits(
        Math.min(callMillis, other.callMillis),
        Math.min(callCpuMillis, other.callCpuMillis),
        Math.min(callMemoryBytes, other.callMemoryBytes),
        Math.min(outputBytes, other.outputBytes),
        Math.min(concurrentCalls, other.concurrentCalls),
        Math.min(scriptCpuMillis, other.scriptCpuMillis),
        Math.min(scriptMemoryBytes, other.scriptMemoryBytes),
        Math.min(scriptOutputBytes, other.scriptOutputBytes),
        Math.min(fileOperationsPerSecond, other.fileOperationsPerSecond),
        Math.min(fileBytesPerSecond, other.fileBytesPerSecond));
  }

  /** The setting behind a resource, for messages. */
  public static String setting(String resource) {
    return SECTION + resource;
  }
}
