package org.llmspell.state.backup;

import java.util.Comparator;
import java.util.List;

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
        .filter(other -> distance(id, other) <= CLOSE || (id.length() > 3 && other.contains(id)))
        .min(Comparator.comparingInt(other -> distance(id, other)))
        .map(other -> "; did you mean '%s'?".formatted(other))
        .orElse("; 'backup list' shows the %d that are".formatted(known.size()));
  }

  /** How many letters to insert, delete or replace (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
