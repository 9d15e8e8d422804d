package org.llmspell.core.command;

/** A command line that makes no sense. The message says what is wrong with it. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public UsageException(String message) {
    super(message);
  }
}
