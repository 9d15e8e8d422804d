package org.llmspell.security.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads an output to its end and keeps the beginning of it. */
final class Captured {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final InputStream in;
  private final int max;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reader;
  private boolean truncated;

  Captured(InputStream in, int max) {
    this.in = in;
    this.max = max;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException e) {
      // The program was killed while it wrote; what there is was kept.
      System.getLogger("llmspell.security")
          .log(System.Logger.Level.DEBUG, "The output of a program ended early", e);
    }
  }

  private synchronized void keep(byte[] buffer, int n) {
    int room = Math.min(n, max - kept.size());
    kept.write(buffer, 0, room);
    truncated |= room < n;
  }

  /** Waits for the end of the output, for a moment: all who could write are dead by now. */
  void join() throws InterruptedException {
    reader.join(PATIENCE);
  }

  synchronized byte[] bytes() {
    return kept.toByteArray();
  }

  synchronized boolean isTruncated() {
    return truncated;
  }
}
