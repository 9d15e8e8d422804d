package org.llmspell.tools.utility;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

/** The time that one call may take, and checks of sizes. Belongs to one call and one thread. */
final class Limits {
  private final ExecutionContext context;
  private final Duration time;
  private final String doing;
  private final long end;

  /**
   * Starts the clock.
   *
   * @param doing what the call does, for the message: {@code Rendering}
   */
  Limits(ExecutionContext context, Duration time, String doing) {
    this.context = context;
    this.time = time;
    this.doing = doing;
    end = System.nanoTime() + time.toNanos();
  }

  /**
   * Returns while the call may go on.
   *
   * @throws SpellException of kind Timeout when its time is up
   * @throws CancellationException when the caller wants it to stop
   */
  void check() {
    if (System.nanoTime() - end >= 0) {
      throw SpellException.timeout(
          time, "%s timed out after %dms".formatted(doing, time.toMillis()));
    }
    context.cancellation().check();
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("it was interrupted");
    }
  }

  /** The length of a text in bytes of UTF-8. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Refuses a text over the limit, both in bytes of UTF-8. */
  static String text(String parameter, String text, long maxBytes) {
    long size = bytes(text);
    if (size > maxBytes) {
      throw SpellException.validation(
          parameter,
          "Parameter '%s' is %d bytes long, more than the %d allowed"
              .formatted(parameter, size, maxBytes));
    }
    return text;
  }

  /** Refuses an answer that would be over the limit, in bytes or characters. */
  static void result(long size, long max) {
    if (size > max) {
      throw SpellException.resourceLimit("memory", max, size);
    }
  }
}
