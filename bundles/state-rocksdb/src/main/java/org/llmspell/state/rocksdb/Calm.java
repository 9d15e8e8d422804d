package org.llmspell.state.rocksdb;

import java.util.function.Supplier;

/**
 * Keeps interrupts away: a file channel would close when a thread that uses it is interrupted. The
 * thread is interrupted again afterwards.
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
