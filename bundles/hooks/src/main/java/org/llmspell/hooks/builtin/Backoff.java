package org.llmspell.hooks.builtin;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How the time between attempts grows.
 *
 * @param kind the rule
 * @param initial the first time
 * @param factor by how much it grows, for {@code EXPONENTIAL}
 * @param max no time is longer
 * @param jitter how much of it is left to chance
 */
record Backoff(Kind kind, Duration initial, double factor, Duration max, Jitter jitter) {

  /** Rules. */
  enum Kind {
    /** Always the same. */
    FIXED,
    /** Once, twice, three times. */
    LINEAR,
    /** Times the factor. */
    EXPONENTIAL,
    /** 1, 1, 2, 3, 5 times. */
    FIBONACCI
  }

  /** What chance does. */
  enum Jitter {
    /** Nothing. */
    NONE,
    /** From nothing to the whole time. */
    FULL,
    /** From half to the whole time. */
    EQUAL,
    /** From the initial time to three times the last one. */
    DECORRELATED
  }

  static Backoff of(Options options) {
    return new Backoff(
        options.choice("backoff", Kind.EXPONENTIAL),
        options.millis("initial_delay_ms", 100),
        options.decimal("multiplier", 2, 1),
        options.millis("max_delay_ms", 60_000),
        options.choice("jitter", Jitter.NONE));
  }

  /** The time before an attempt, counted from 1. */
  Duration delay(int attempt, RandomGenerator random) {
    double first = initial.toMillis();
    double base =
        switch (kind) {
          case FIXED -> first;
          case LINEAR -> first * attempt;
          case EXPONENTIAL -> first * Math.pow(factor, attempt - 1.0);
          case FIBONACCI -> first * fibonacci(attempt);
        };
    double capped = Math.min(base, max.toMillis());
    double millis =
        switch (jitter) {
          case NONE -> capped;
          case FULL -> capped * random.nextDouble();
          case EQUAL -> capped / 2 + capped / 2 * random.nextDouble();
          case DECORRELATED ->
              Math.min(max.toMillis(), first + (3 * capped - first) * random.nextDouble());
        };
    return Duration.ofMillis((long) millis);
  }

  private static double fibonacci(int n) {
    double before = 0;
    double current = 1;
    for (int i = 1; i < n; i++) {
      double next = before + current;
      before = current;
      current = next;
    }
    return current;
  }
}
