package org.llmspell.runtime;

import java.util.Comparator;
import java.util.List;
import org.llmspell.core.error.EditDistance;

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
    return difference > MAX_DISTANCE ? difference : EditDistance.between(folded, other);
  }
}
