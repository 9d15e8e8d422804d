package org.llmspell.deploy;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Says in words why something was thrown. */
final class Words {
  private Words() {}

  /** The first message on the way to the innermost cause; the kind of the failure without one. */
  static String of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = cause(t)) {
      if (t instanceof SpellException known) {
        return known.message();
      }
      String message = t.getMessage();
      if (message != null && !message.isBlank() && !(t instanceof ExecutionException)) {
        return message;
      }
    }
    return ofType(thrown.getClass().getName());
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    return thrown.getCause() == thrown ? null : thrown.getCause();
  }

  /** The name of an exception as words: {@code NullPointerException} is "null pointer". */
  static String ofType(String className) {
    String simple = className.replaceFirst(".*[.$]", "").replaceFirst("(Exception|Error)$", "");
    String words = simple.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    return words.isBlank() ? "it failed without a message" : "it failed: " + words;
  }
}
