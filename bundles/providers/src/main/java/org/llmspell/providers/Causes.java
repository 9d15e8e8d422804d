package org.llmspell.providers;

import org.jspecify.annotations.Nullable;

/** What went wrong, without names of classes. */
final class Causes {
  private Causes() {}

  /** The message of the innermost cause that has one. */
  static String of(Throwable thrown) {
    String message = "no reason was given";
    for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
      String own = t.getMessage();
      if (own != null && !own.isBlank()) {
        message = own;
      }
    }
    return message;
  }
}
