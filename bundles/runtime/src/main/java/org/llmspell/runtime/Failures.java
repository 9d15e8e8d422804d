package org.llmspell.runtime;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/** Turns what ends a call early into one of the fifteen kinds. */
final class Failures {
  private Failures() {}

  /** A tool threw something. */
  static SpellException of(String tool, ExecutionContext context, Throwable thrown, long start) {
    if (context.cancellation().isExpired()) {
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      return timeout(
          time,
          "Tool '%s' did not answer in time: it was stopped after %d ms"
              .formatted(tool, time.toMillis()),
          thrown);
    }
    if (thrown instanceof SpellException known) {
      return known;
    }
    var reason = context.cancellation().reason();
    if (reason.isPresent() || thrown instanceof CancellationException) {
      return SpellException.component(
          "Tool '%s' was cancelled: %s".formatted(tool, reason.orElse(Causes.of(thrown))), thrown);
    }
    return SpellException.tool(tool, Causes.of(thrown), thrown);
  }

  /** Refuses to begin a call that should have ended already. */
  static void check(String tool, ExecutionContext context) {
    if (!context.cancellation().isCancelled()) {
      return;
    }
    if (context.cancellation().isExpired()) {
      throw timeout(
          Duration.ZERO, "Tool '%s' was not called: the deadline has passed".formatted(tool), null);
    }
    throw SpellException.component(
        "Tool '%s' was not called: %s"
            .formatted(tool, context.cancellation().reason().orElse("the call was cancelled")),
        null);
  }

  private static SpellException timeout(Duration time, String message, @Nullable Throwable thrown) {
    return new SpellException(new ErrorKind.Timeout(time), message, thrown);
  }
}
