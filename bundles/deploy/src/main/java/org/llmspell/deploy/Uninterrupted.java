package org.llmspell.deploy;

/** Runs what must not be left half done; an interrupt is kept for later. */
final class Uninterrupted {
  private Uninterrupted() {}

  static void run(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
