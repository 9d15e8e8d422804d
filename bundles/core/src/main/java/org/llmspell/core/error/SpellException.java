package org.llmspell.core.error;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the API. {@link #kind()} says what went wrong; the message says with which
 * value and what to do about it. Instances are immutable.
 */
public final class SpellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorKind kind;

  /**
   * An error of the given kind.
   *
   * @param message what was wrong, without the prefix of the kind
   * @param cause what led to it
   */
  public SpellException(ErrorKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** An error of the given kind without a cause. */
  public SpellException(ErrorKind kind, String message) {
    this(kind, message, null);
  }

  /** What went wrong. */
  public ErrorKind kind() {
    return kind;
  }

  /** The message without the prefix of the kind. */
  public String message() {
    String message = getMessage();
    return message == null ? kind.prefix() : message;
  }

  /** The text for people and scripts: the prefix of the kind, a colon, the message. */
  public String text() {
    return kind.prefix() + ": " + message();
  }

  /** The input is wrong in the given parameter or field. */
  public static SpellException validation(@Nullable String field, String message) {
    return new SpellException(new ErrorKind.Validation(field), message);
  }

  /** The named tool failed. */
  public static SpellException tool(
      @Nullable String tool, String message, @Nullable Throwable cause) {
    return new SpellException(new ErrorKind.Tool(tool), message, cause);
  }

  /** A component failed or does not exist. */
  public static SpellException component(String message, @Nullable Throwable cause) {
    return new SpellException(new ErrorKind.Component(), message, cause);
  }

  /** A setting is wrong. */
  public static SpellException configuration(String message, @Nullable Throwable cause) {
    return new SpellException(new ErrorKind.Configuration(), message, cause);
  }

  /** A rule forbids the operation. */
  public static SpellException security(String violation, String message) {
    return new SpellException(new ErrorKind.Security(violation), message);
  }

  /** Reading, writing or locking failed. */
  public static SpellException storage(
      String operation, String message, @Nullable Throwable cause) {
    return new SpellException(new ErrorKind.Storage(operation), message, cause);
  }

  /** Input or output failed: an error of kind Storage whose message says what the system said. */
  public static SpellException io(IOException cause) {
    String message = cause.getMessage();
    return new SpellException(
        new ErrorKind.Storage(null),
        "IO error: " + (message == null ? "no reason was given" : message),
        cause);
  }

  /** The time ran out. */
  public static SpellException timeout(Duration limit, String message) {
    return new SpellException(new ErrorKind.Timeout(limit), message);
  }

  /** A limit was exceeded; the message is written from the three values. */
  public static SpellException resourceLimit(String resource, long limit, long used) {
    return new SpellException(
        new ErrorKind.ResourceLimit(resource, limit, used),
        "%s limit of %d exceeded (used: %d)".formatted(resource, limit, used));
  }
}
