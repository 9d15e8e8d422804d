package org.llmspell.state;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the process has said before it was killed.
 *
 * @param lines in their order
 */
record Heard(List<String> lines) {

  /** What was said first and then. */
  Heard and(Heard later) {
    return new Heard(Stream.concat(lines.stream(), later.lines.stream()).toList());
  }

  /** The last line that starts with a word, without it. */
  Optional<String> last(String word) {
    return lines.reversed().stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .findFirst();
  }

  /** The number of the last line that starts with a word; 0 when there is none. */
  long lastNumber(String word) {
    return last(word).map(Long::parseLong).orElse(0L);
  }
}
