package org.llmspell.tools.utility;

import java.io.Writer;

/** Collects text up to a limit, and stops with the call it belongs to. */
final class BoundedWriter extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int maxChars;
  private final Limits limits;

  BoundedWriter(int maxChars, Limits limits) {
    this.maxChars = maxChars;
    this.limits = limits;
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    limits.check();
    Limits.result((long) text.length() + length, maxChars);
    text.append(buffer, offset, length);
  }

  @Override
  public void flush() {
    // nothing is kept back
  }

  @Override
  public void close() {
    // nothing to let go of
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
