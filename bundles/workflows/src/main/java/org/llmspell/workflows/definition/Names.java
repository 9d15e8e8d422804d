package org.llmspell.workflows.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that somebody may have meant. */
public final class Names {
  private static final int FAR = 3;

  private Names() {}

  /** The known name that is nearest to another one, as a question; empty when none is near. */
  public static String near(String name, Collection<String> known) {
    String folded = fold(name);
    return known.stream()
        .filter(one -> distance(folded, fold(one)) <= FAR)
        .min(
            Comparator.<String>comparingInt(one -> distance(folded, fold(one)))
                .thenComparing(Comparator.naturalOrder()))
        .map(one -> "; did you mean '%s'?".formatted(one))
        .orElse("");
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** How many letters have to be put in, left out or exchanged, when they are few. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > FAR) {
      return Integer.MAX_VALUE;
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(exchanged, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
