package org.llmspell.scripting;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.llmspell.core.error.SpellException;

/**
 * A rule that lets the messages of some modules through, or not.
 *
 * @param pattern as it was given
 * @param kind {@code exact}, {@code wildcard}, {@code regex} or {@code hierarchical}
 * @param enabled whether messages pass
 * @param matches whether a module is meant
 */
record ModuleRule(String pattern, String kind, boolean enabled, Predicate<String> matches) {

  /** Enough for any sensible pattern and name, and over in a moment. */
  private static final int MAX_STEPS = 100_000;

  /** A rule whose kind is told by its pattern. */
  static ModuleRule of(String pattern, boolean enabled) {
    boolean wildcard = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    return of(pattern, wildcard ? "wildcard" : "exact", enabled);
  }

  /**
   * A rule of a kind.
   *
   * @throws SpellException of kind Validation when the pattern is no regular expression
   */
  static ModuleRule of(String pattern, String kind, boolean enabled) {
    Predicate<String> matches =
        switch (kind) {
          case "wildcard" -> module -> matches(wildcard(pattern), module);
          case "regex" -> {
            Pattern compiled = compile(pattern);
            yield module -> matches(compiled, module);
          }
          case "hierarchical" ->
              module -> module.equals(pattern) || module.startsWith(pattern + ".");
          default -> pattern::equals;
        };
    return new ModuleRule(pattern, kind, enabled, matches);
  }

  private static Pattern wildcard(String pattern) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw SpellException.validation(
          "pattern", "'%s' is no regular expression: %s".formatted(pattern, e.getDescription()));
    }
  }

  private static boolean matches(Pattern pattern, String module) {
    return pattern.matcher(new Bounded(module, new AtomicInteger(), pattern)).matches();
  }

  /** A text that ends a search which goes back and forth without an end in sight. */
  private record Bounded(CharSequence text, AtomicInteger steps, Pattern pattern)
      implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (steps.incrementAndGet() > MAX_STEPS) {
        throw SpellException.validation(
            "pattern",
            "The filter '%s' needs more than %d steps for one module name; write it simpler"
                .formatted(pattern, MAX_STEPS));
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Bounded(text.subSequence(start, end), steps, pattern);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
