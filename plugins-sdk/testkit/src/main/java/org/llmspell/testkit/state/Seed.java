package org.llmspell.testkit.state;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds of random tests: new ones, or the one that is asked for. */
final class Seed {
  private Seed() {}

  static long next() {
    Long wanted = Long.getLong("llmspell.test.seed");
    return wanted == null ? ThreadLocalRandom.current().nextLong() : wanted;
  }

  /** An error that says how to see it again. */
  static AssertionError failure(long seed, String what, Throwable cause) {
    return new AssertionError(
        "%s; again with -Dllmspell.test.seed=%d".formatted(what, seed), cause);
  }
}
