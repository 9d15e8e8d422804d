package org.llmspell.core.security.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a program ended.
 *
 * @param exitCode its exit code; empty when it was killed because its time was over
 * @param output what it wrote to standard output, as far as it was kept
 * @param errors what it wrote to standard error, as far as it was kept
 * @param truncated whether something was dropped
 * @param timedOut whether its time was over
 * @param duration how long it ran
 */
public record ProcessResult(
    OptionalInt exitCode,
    @SuppressWarnings("ArrayRecordComponent") byte[] output,
    @SuppressWarnings("ArrayRecordComponent") byte[] errors,
    boolean truncated,
    boolean timedOut,
    Duration duration) {

  /** The output as text. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** Standard error as text. */
  public String errorText() {
    return new String(errors, StandardCharsets.UTF_8);
  }
}
