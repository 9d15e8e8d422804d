package org.llmspell.tools.utility;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

/** A regular expression whose cost is known before it runs. Safe to share between threads. */
final class SafeRegex {
  private static final int MAX_PATTERN = 1000;
  private static final int MAX_STEPS = 10_000;

  /** Steps of the pattern times characters of the text: some seconds at worst. */
  private static final long MAX_WORK = 200_000_000;

  private final Pattern pattern;

  private SafeRegex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * The expression for a pattern of RE2's syntax.
   *
   * @throws SpellException of kind Validation when the pattern is wrong or too large
   */
  static SafeRegex compile(
      String pattern, boolean caseInsensitive, boolean multiline, boolean dotAll) {
    if (pattern.length() > MAX_PATTERN) {
      throw SpellException.validation(
          "pattern",
          "Pattern too long: %d > %d characters".formatted(pattern.length(), MAX_PATTERN));
    }
    long size = RepeatCount.of(pattern);
    if (size > MAX_STEPS) {
      throw tooLarge(size);
    }
    try {
      int flags =
          (caseInsensitive ? Pattern.CASE_INSENSITIVE : 0)
              | (multiline ? Pattern.MULTILINE : 0)
              | (dotAll ? Pattern.DOTALL : 0);
      var compiled = Pattern.compile(pattern, flags);
      if (compiled.programSize() > MAX_STEPS) {
        throw tooLarge(compiled.programSize());
      }
      return new SafeRegex(compiled);
    } catch (PatternSyntaxException e) {
      throw SpellException.validation(
          "pattern", "Invalid regular expression '%s': %s".formatted(pattern, e.getDescription()));
    }
  }

  /** Whether the pattern occurs in the text; the text is bounded by the caller. */
  boolean find(String text) {
    checkWork(text);
    return pattern.matcher(text).find();
  }

  /** A search for the pattern in a text. */
  RegexSearch search(String text, ExecutionContext context) {
    checkWork(text);
    return new RegexSearch(pattern, text, context);
  }

  private void checkWork(String text) {
    long work = (long) pattern.programSize() * text.length();
    if (work > MAX_WORK) {
      throw SpellException.validation(
          "input",
          "Pattern of %d steps is too much for a text of %d characters: their product must be at most %d"
              .formatted(pattern.programSize(), text.length(), MAX_WORK));
    }
  }

  private static SpellException tooLarge(long size) {
    return SpellException.validation(
        "pattern", "Pattern too large: %d > %d steps".formatted(size, MAX_STEPS));
  }
}
