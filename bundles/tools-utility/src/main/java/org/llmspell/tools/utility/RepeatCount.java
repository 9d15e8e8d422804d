package org.llmspell.tools.utility;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates how large a pattern becomes when its counted repetitions are written out, because
 * {@code ((a{1000}){1000}){1000}} would fill the memory while it is compiled.
 */
final class RepeatCount {
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");
  private static final long CAP = 1L << 40;

  private final String pattern;
  private final Matcher counts;
  private int at;

  private RepeatCount(String pattern) {
    this.pattern = pattern;
    counts = COUNT.matcher(pattern);
  }

  /** The size in atoms. */
  static long of(String pattern) {
    var count = new RepeatCount(pattern);
    long size = 0;
    while (count.at < pattern.length()) {
      size = add(size, count.sequence());
      count.at++; // a closing bracket without an opening one; the compiler will complain
    }
    return size;
  }

  private long sequence() {
    long size = 0;
    while (at < pattern.length() && pattern.charAt(at) != ')') {
      long atom = atom();
      while (at < pattern.length() && counts.region(at, pattern.length()).lookingAt()) {
        String high = counts.group(2);
        String text = high == null || high.isEmpty() ? counts.group(1) : high;
        atom = Math.min(CAP, atom * Math.max(1, Long.parseLong(text)));
        at = counts.end();
      }
      size = add(size, atom);
    }
    return size;
  }

  private long atom() {
    char c = pattern.charAt(at++);
    if (c == '\\') {
      at++;
    } else if (c == '[') {
      skipClass();
    } else if (c == '(') {
      long inner = sequence();
      at++;
      return Math.max(1, inner);
    }
    return 1;
  }

  private void skipClass() {
    int first = at < pattern.length() && pattern.charAt(at) == '^' ? at + 1 : at;
    for (at = first; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == ']' && at > first) {
        at++;
        return;
      }
    }
  }

  private static long add(long a, long b) {
    return Math.min(CAP, a + b);
  }
}
