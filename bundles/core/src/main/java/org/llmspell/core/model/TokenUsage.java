package org.llmspell.core.model;

import org.jspecify.annotations.Nullable;

/**
 * What a request has cost, in tokens, as the vendor counts them; null where it does not say.
 *
 * @param input tokens of the request
 * @param output tokens of the answer
 */
public record TokenUsage(@Nullable Long input, @Nullable Long output) {

  /** Nothing is known. */
  public static final TokenUsage UNKNOWN = new TokenUsage(null, null);

  /** Both together, what is not known counting as nothing. */
  public long total() {
    return orZero(input) + orZero(output);
  }

  /** The sum of this and another one; what is known in neither stays unknown. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(sum(input, other.input), sum(output, other.output));
  }

  private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    return a == null && b == null ? null : Long.valueOf(orZero(a) + orZero(b));
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }
}
