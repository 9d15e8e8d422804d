package org.llmspell.providers;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;

/** Does a request, and repeats it as the rule says. Safe to share between threads. */
final class Attempts {
  private final RandomGenerator random;

  Attempts(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Does the request until it succeeds or fails for good.
   *
   * @param rule asked after the first failure
   * @throws SpellException of the last failure, which says how often was tried
   */
  <T> T run(
      ModelName name, ExecutionContext context, Supplier<RetryRule> rule, Supplier<T> request) {
    for (int failures = 1; ; failures++) {
      try {
        return request.get();
      } catch (SpellException e) {
        Optional<Duration> pause =
            context.cancellation().isCancelled()
                ? Optional.empty()
                : rule.get().pause(e, failures, random).filter(time -> fits(time, context));
        if (pause.isEmpty()) {
          throw failures == 1 ? e : tried(e, failures);
        }
        Calls.pause(pause.get(), context, name);
      }
    }
  }

  /** A pause beyond the deadline is not worth it: the caller learns now what is wrong. */
  private static boolean fits(Duration pause, ExecutionContext context) {
    return context
        .cancellation()
        .deadlineNanos()
        .map(deadline -> deadline - System.nanoTime() > pause.toNanos())
        .orElse(true);
  }

  private static SpellException tried(SpellException e, int times) {
    ErrorKind kind = e.kind();
    return new SpellException(kind, "%s (tried %d times)".formatted(e.message(), times), e);
  }
}
