package org.llmspell.verify;

/** A jar must not be installed. The message is one line that says why. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }

  /** The reason. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
