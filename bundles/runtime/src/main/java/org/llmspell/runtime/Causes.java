package org.llmspell.runtime;

import org.jspecify.annotations.Nullable;

/** Says in words why something was thrown, without names of Java classes where it can. */
final class Causes {
  private Causes() {}

  static String of(Throwable thrown) {
    String message = message(thrown);
    for (Throwable t = thrown.getCause(); message == null && t != null; t = t.getCause()) {
      message = message(t);
    }
    return message != null ? message : describe(thrown);
  }

  private static @Nullable String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? null : message;
  }

  private static String describe(Throwable thrown) {
    return switch (thrown) {
      case StackOverflowError _ -> "it called itself too deeply";
      case NullPointerException _ -> "it used a value that is missing";
      case ArithmeticException _ -> "it calculated something impossible";
      case IndexOutOfBoundsException _ -> "it looked outside of a list or text";
      case UnsupportedOperationException _ -> "it does not support this";
      default -> "it failed without a message";
    };
  }
}
