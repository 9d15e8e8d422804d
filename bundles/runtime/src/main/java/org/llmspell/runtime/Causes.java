package org.llmspell.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Says in words why something was thrown, without names of Java classes where it can. Plugins throw
 * the oddest things, so nothing here trusts an exception to behave.
 */
final class Causes {
  private static final int MAX_CAUSES = 20;

  private Causes() {}

  static String of(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      String message = describe(cause);
      if (message != null) {
        return message;
      }
      cause = cause.getCause();
    }
    return "it failed without a message";
  }

  private static @Nullable String describe(Throwable thrown) {
    return switch (thrown) {
      case StackOverflowError _ -> "it called itself too deeply";
      case OutOfMemoryError _ -> "it needs more memory than there is";
      case NullPointerException _ -> "it used a value that is missing";
      case ClassCastException _ -> "it used a value of the wrong type";
      case ArithmeticException _ -> "it calculated something impossible";
      case InterruptedException _ -> "it was interrupted";
      case NoClassDefFoundError missing -> "it needs code that is missing: " + message(missing);
      case UnsupportedOperationException e when message(e) == null -> "it does not support this";
      case IndexOutOfBoundsException e when message(e) == null ->
          "it looked outside of a list or text";
      default -> ownMessage(thrown);
    };
  }

  /** The message, unless it only repeats the cause, which is then the better source. */
  private static @Nullable String ownMessage(Throwable thrown) {
    String message = message(thrown);
    Throwable cause = thrown.getCause();
    return message != null && cause != null && message.startsWith(cause.getClass().getName())
        ? null
        : message;
  }

  private static @Nullable String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null || message.isBlank() ? null : message;
    } catch (RuntimeException e) {
      return null;
    }
  }
}
