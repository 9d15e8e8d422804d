package org.llmspell.hooks;

import org.llmspell.core.error.SpellException;

/** Says in words why something was thrown, without names of Java classes where it can. */
final class Causes {
  private static final int MAX_CAUSES = 20;

  private Causes() {}

  static String of(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      String message = message(cause);
      if (!message.isBlank()) {
        return message;
      }
      cause = cause.getCause();
    }
    return "it failed without a message";
  }

  /** Plugins throw the oddest things, so nothing here trusts an exception to behave. */
  private static String message(Throwable thrown) {
    try {
      return switch (thrown) {
        case SpellException e -> e.text();
        case StackOverflowError _ -> "it called itself too deeply";
        case OutOfMemoryError _ -> "it needs more memory than there is";
        case NullPointerException _ -> "it used a value that is missing";
        case ClassCastException _ -> "it used a value of the wrong type";
        case NoClassDefFoundError e -> "it needs code that is missing: " + e.getMessage();
        default -> thrown.getMessage() == null ? "" : thrown.getMessage();
      };
    } catch (RuntimeException e) {
      return "";
    }
  }
}
