package org.llmspell.core.security;

import java.time.Duration;

/**
 * What one component may use up; {@link Long#MAX_VALUE} stands for no limit.
 *
 * @param memoryBytes memory, in bytes
 * @param cpuTime time, wall clock
 * @param networkBytesPerSecond network traffic, in bytes per second
 * @param fileOperationsPerSecond file operations per second
 */
public record ResourceLimits(
    long memoryBytes, Duration cpuTime, long networkBytesPerSecond, long fileOperationsPerSecond) {

  private static final long MEBIBYTE = 1 << 20;

  /** The limits that a tool of the given level declares when it says nothing else. */
  public static ResourceLimits of(SecurityLevel level) {
    return switch (level) {
      case SAFE -> new ResourceLimits(10 * MEBIBYTE, Duration.ofSeconds(5), MEBIBYTE, 10);
      case RESTRICTED ->
          new ResourceLimits(100 * MEBIBYTE, Duration.ofSeconds(30), 10 * MEBIBYTE, 100);
      case PRIVILEGED ->
          new ResourceLimits(
              Long.MAX_VALUE, Duration.ofMillis(Long.MAX_VALUE), Long.MAX_VALUE, Long.MAX_VALUE);
    };
  }
}
