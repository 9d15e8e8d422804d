package org.llmspell.core.error;

/**
 * How far two words are from each other, for messages that name what somebody may have meant. Which
 * distance is near enough is up to the message.
 */
public final class EditDistance {
  private EditDistance() {}

  /**
   * How many letters have to be inserted, deleted or replaced (Levenshtein). Takes time in
   * proportion to the product of the lengths, so callers leave out words that are much longer or
   * shorter.
   */
  public static int between(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
