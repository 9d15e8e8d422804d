package org.llmspell.tools.utility;

import java.util.stream.Collectors;
import org.llmspell.core.error.SpellException;

/** Fills lines with words, as many as fit; a word that is too long for a line is broken. */
final class WordWrap {
  private final int width;
  private final StringBuilder out = new StringBuilder();
  private int column;

  private WordWrap(int width) {
    this.width = width;
  }

  /** The text in lines of at most the given number of characters; its own line ends stay. */
  static String wrap(String text, int width) {
    if (width == 0) {
      throw SpellException.validation("width", "Parameter 'width' is 0 but must be at least 1");
    }
    return text.lines()
        .map(line -> new WordWrap(width).line(line))
        .collect(Collectors.joining("\n"));
  }

  private String line(String line) {
    for (String word : line.strip().split("\\s+")) {
      add(word);
    }
    return out.toString();
  }

  private void add(String word) {
    int length = word.codePointCount(0, word.length());
    if (column > 0 && column + 1 + length <= width) {
      out.append(' ');
      column++;
    } else if (column > 0) {
      newLine();
    }
    String rest = word;
    while (length > width) {
      int cut = rest.offsetByCodePoints(0, width);
      out.append(rest, 0, cut);
      newLine();
      rest = rest.substring(cut);
      length -= width;
    }
    out.append(rest);
    column += length;
  }

  private void newLine() {
    out.append('\n');
    column = 0;
  }
}
