package org.llmspell.state.disk;

import java.util.function.Supplier;

/**
 * Keeps interrupts away: a file channel would close for all when a thread that uses it is
 * interrupted. The thread is interrupted again afterwards.
 */
public final class Calm {
  private Calm() {}

  /** Does something that an interrupt must not reach. */
  public static <T> T get(Supplier<T> work) {
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
