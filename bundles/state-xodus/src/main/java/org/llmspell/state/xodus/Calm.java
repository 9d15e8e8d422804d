package org.llmspell.state.xodus;

import java.util.function.Supplier;

/**
 * Keeps interrupts away: a file channel would close for all when a thread that uses it is
 * interrupted, and Xodus would wait for ever. The thread is interrupted again afterwards.
 */
final class Calm {
  private Calm() {}

  static <T> T get(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
