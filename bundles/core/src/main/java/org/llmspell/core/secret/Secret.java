package org.llmspell.core.secret;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A secret in memory, to be closed after use: that overwrites it. Its text shows nothing of it.
 * Safe to share between threads.
 */
public final class Secret implements AutoCloseable {
  private static final int SHOWN = 4;
  private static final int SHORTEST_SHOWN = 16;

  private final char[] value;
  private boolean closed;

  /** Copies the characters. */
  public Secret(char[] value) {
    this.value = value.clone();
  }

  /**
   * Gives a copy of the characters to a function and overwrites the copy afterwards.
   *
   * @throws IllegalStateException after it was closed
   */
  public synchronized <T extends @Nullable Object> T use(Function<char[], T> function) {
    if (closed) {
      throw new IllegalStateException("The secret was closed");
    }
    char[] copy = value.clone();
    try {
      return function.apply(copy);
    } finally {
      Arrays.fill(copy, '\0');
    }
  }

  /** How many characters it has. */
  public int length() {
    return value.length;
  }

  /**
   * What people may see: the letters before the first dash, when these are few, and the last four
   * characters; nothing of a secret that is shorter than 16.
   */
  public synchronized String masked() {
    if (closed || value.length < SHORTEST_SHOWN) {
      return "\u2026";
    }
    int dash = 0;
    while (dash < SHOWN && value[dash] != '-') {
      dash++;
    }
    String start = dash < SHOWN ? new String(value, 0, dash + 1) : "";
    return start + "\u2026" + new String(value, value.length - SHOWN, SHOWN);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(value, '\0');
  }

  @Override
  public String toString() {
    return "Secret[" + masked() + "]";
  }
}
