package org.llmspell.core.error;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as one of fifteen kinds. The kind decides the prefix of the error's text, its
 * category and severity, and whether a retry may help. Values are immutable.
 */
public sealed interface ErrorKind {

  /** Who has to act on an error. */
  enum Category {
    /** A setting is wrong or missing. */
    CONFIGURATION,
    /** The network or a remote service failed. */
    NETWORK,
    /** Time, memory or another resource ran out. */
    RESOURCE,
    /** A rule forbids the operation. */
    SECURITY,
    /** The caller asked for something that makes no sense. */
    LOGIC,
    /** Code from outside, a tool or a script, failed. */
    EXTERNAL,
    /** The platform itself failed. */
    INTERNAL
  }

  /** How bad an error is, in rising order. */
  enum Severity {
    /** Worth knowing. */
    INFO,
    /** The call failed, as it should have. */
    WARNING,
    /** The call failed. */
    ERROR,
    /** Someone must look at it. */
    CRITICAL,
    /** The platform can not be trusted any more. */
    FATAL
  }

  /** A component failed. */
  record Component() implements ErrorKind {}

  /** A setting is wrong. */
  record Configuration() implements ErrorKind {}

  /**
   * A provider of language models failed.
   *
   * @param provider its name, when known
   */
  record Provider(@Nullable String provider) implements ErrorKind {}

  /**
   * A script failed.
   *
   * @param language the script language, for example {@code lua}
   * @param line the line, counted from 1
   */
  record Script(@Nullable String language, @Nullable Integer line) implements ErrorKind {}

  /**
   * A tool failed.
   *
   * @param tool its name, when known
   */
  record Tool(@Nullable String tool) implements ErrorKind {}

  /**
   * A workflow failed.
   *
   * @param step the step that failed, when known
   */
  record Workflow(@Nullable String step) implements ErrorKind {}

  /**
   * Storage failed.
   *
   * @param operation what was tried, for example {@code read}, {@code write} or {@code lock}
   */
  record Storage(@Nullable String operation) implements ErrorKind {}

  /**
   * A security rule forbids the operation.
   *
   * @param violation the rule, for example {@code file_access}
   */
  record Security(@Nullable String violation) implements ErrorKind {}

  /**
   * The input is not valid.
   *
   * @param field the parameter or field that is wrong
   */
  record Validation(@Nullable String field) implements ErrorKind {}

  /**
   * A resource is missing or exhausted.
   *
   * @param resource its kind
   */
  record Resource(@Nullable String resource) implements ErrorKind {}

  /**
   * The time ran out.
   *
   * @param limit the time that was allowed
   */
  record Timeout(@Nullable Duration limit) implements ErrorKind {}

  /** The network failed. */
  record Network() implements ErrorKind {}

  /**
   * Too many calls.
   *
   * @param retryAfter when to try again
   */
  record RateLimit(@Nullable Duration retryAfter) implements ErrorKind {}

  /** The platform itself failed. */
  record Internal() implements ErrorKind {}

  /**
   * A limit of a resource was exceeded.
   *
   * @param resource for example {@code memory}
   * @param limit the limit, in the unit of the resource
   * @param used what was used or asked for, in the same unit
   */
  record ResourceLimit(String resource, long limit, long used) implements ErrorKind {}

  /** The text in front of the message, for example {@code Validation error}. */
  default String prefix() {
    return switch (this) {
      case Component _ -> "Component error";
      case Configuration _ -> "Configuration error";
      case Provider _ -> "LLM provider error";
      case Script _ -> "Script execution error";
      case Tool _ -> "Tool execution error";
      case Workflow _ -> "Workflow execution error";
      case Storage _ -> "Storage error";
      case Security _ -> "Security violation";
      case Validation _ -> "Validation error";
      case Resource _ -> "Resource error";
      case Timeout _ -> "Timeout error";
      case Network _ -> "Network error";
      case RateLimit _ -> "Rate limit error";
      case Internal _ -> "Internal error";
      case ResourceLimit _ -> "Resource limit exceeded";
    };
  }

  /** Who has to act. */
  default Category category() {
    return switch (this) {
      case Component _, Validation _ -> Category.LOGIC;
      case Configuration _ -> Category.CONFIGURATION;
      case Provider _, Network _, RateLimit _ -> Category.NETWORK;
      case Script _, Tool _, Workflow _ -> Category.EXTERNAL;
      case Storage _, Internal _ -> Category.INTERNAL;
      case Security _ -> Category.SECURITY;
      case Resource _, Timeout _, ResourceLimit _ -> Category.RESOURCE;
    };
  }

  /** How bad it is. */
  default Severity severity() {
    return switch (this) {
      case Security _ -> Severity.CRITICAL;
      case Validation _, Timeout _ -> Severity.WARNING;
      case Internal _ -> Severity.FATAL;
      default -> Severity.ERROR;
    };
  }

  /** How long to wait before a retry, in milliseconds; empty when a retry can not help. */
  default OptionalLong retryDelayMillis() {
    return switch (this) {
      case Provider _ -> OptionalLong.of(2000);
      case Storage(var operation)
          when "read".equals(operation) || "write".equals(operation) || "lock".equals(operation) ->
          OptionalLong.of(100);
      case Resource _ -> OptionalLong.of(500);
      case Timeout(var limit) -> OptionalLong.of(limit == null ? 5000 : 2 * limit.toMillis());
      case Network _, RateLimit _ -> OptionalLong.of(1000);
      default -> OptionalLong.empty();
    };
  }
}
