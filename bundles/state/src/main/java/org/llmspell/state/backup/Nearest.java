package org.llmspell.state.backup;

import java.util.Comparator;
import java.util.List;
import org.llmspell.core.error.EditDistance;

/** Finds the id that someone may have meant. */
final class Nearest {
  private static final int CLOSE = 6;

  private Nearest() {}

  /** The end of a sentence: the known id that is like the given one, or how many there are. */
  static String suggestion(String id, List<String> known) {
    if (known.isEmpty()) {
      return ", which has no backups";
    }
    return known.stream()
        .filter(other ->
            EditDistance.between(id, other) <= CLOSE || (id.length() > 3 && other.contains(id)))
        .min(Comparator.comparingInt(other -> EditDistance.between(id, other)))
        .map(other -> "; did you mean '%s'?".formatted(other))
        .orElse("; 'backup list' shows the %d that are".formatted(known.size()));
  }
}
