package org.llmspell.runtime;

import java.util.Comparator;
import java.util.List;

/** Tells a caller who asked for an unknown tool what there is. */
final class Suggestions {
  private static final int MAX_DISTANCE = 3;
  private static final int MAX_SHOWN = 100;

  private Suggestions() {}

  static String notFound(String name, Snapshot snapshot) {
    String shown = name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "...";
    String message = "Tool '%s' not found".formatted(shown);
    String folded = ToolProperties.fold(name);
    List<String> close =
        snapshot.byName().values().stream()
            .map(entries -> entries.getFirst().info().name())
            .filter(known -> distance(folded, known) <= MAX_DISTANCE)
            .sorted(Comparator.comparingInt(known -> distance(folded, known)))
            .limit(3)
            .toList();
    return close.isEmpty() ? message : message + "; did you mean " + String.join(", ", close) + "?";
  }

  /** The Levenshtein distance of a folded name and a tool's name, when it is small. */
  private static int distance(String folded, String known) {
    String other = ToolProperties.fold(known);
    int difference = Math.abs(folded.length() - other.length());
    // A name that is much longer or shorter is not worth the arithmetic, however long it is.
    return difference > MAX_DISTANCE ? difference : levenshtein(folded, other);
  }

  private static int levenshtein(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
