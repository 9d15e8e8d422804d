package org.llmspell.security.policy;

import java.util.Collection;
import java.util.List;

/** Patterns of names with {@code *} at the beginning, at the end, or both. */
public final class Names {
  private Names() {}

  /** Whether one of the patterns fits. */
  public static boolean matchAny(Collection<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> match(pattern, name));
  }

  private static boolean match(String pattern, String name) {
    boolean open = pattern.startsWith("*");
    boolean openEnd = pattern.length() > 1 && pattern.endsWith("*");
    String word = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
    if (open && openEnd) {
      return name.contains(word);
    }
    return open ? name.endsWith(word) : openEnd ? name.startsWith(word) : name.equals(word);
  }

  /** The spelling under which a tool is known: lower case, with dashes. */
  static List<String> tools(List<String> names) {
    return names.stream()
        .map(name -> name.replace('_', '-').toLowerCase(java.util.Locale.ROOT))
        .toList();
  }
}
