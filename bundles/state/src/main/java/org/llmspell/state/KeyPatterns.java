package org.llmspell.state;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Patterns in which each star stands for any text. */
final class KeyPatterns {
  private KeyPatterns() {}

  /**
   * Whether a text fits one of the patterns. Those that only end in a star cost next to nothing.
   */
  static Predicate<String> anyOf(List<String> patterns) {
    return patterns.stream().map(KeyPatterns::one).reduce(text -> false, Predicate::or);
  }

  static Predicate<String> one(String pattern) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern::equals;
    }
    if (star == pattern.length() - 1) {
      String start = pattern.substring(0, star);
      return text -> text.startsWith(start);
    }
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*+", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
  }
}
