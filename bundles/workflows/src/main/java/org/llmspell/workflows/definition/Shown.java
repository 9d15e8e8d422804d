package org.llmspell.workflows.definition;

import org.jspecify.annotations.Nullable;

/** Values in messages. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /** A value, text in quotes; cut when it is long. */
  public static String of(@Nullable Object value) {
    String text = value instanceof String ? "'" + value + "'" : String.valueOf(value);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
