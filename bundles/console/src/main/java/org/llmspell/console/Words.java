package org.llmspell.console;

import java.util.Comparator;
import java.util.List;
import org.llmspell.core.error.EditDistance;

/** Finds the word that someone may have meant. */
final class Words {
  private static final int MAX_DISTANCE = 3;

  private Words() {}

  /** The end of a sentence: {@code "; did you mean X?"}, or a full stop when no word is close. */
  static String suggestion(String word, List<String> known) {
    int most = Math.clamp(word.length() / 2, 2, MAX_DISTANCE);
    return known.stream()
        .filter(candidate -> EditDistance.between(word, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> EditDistance.between(word, candidate)))
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse(".");
  }
}
