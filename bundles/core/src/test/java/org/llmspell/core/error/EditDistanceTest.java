package org.llmspell.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class EditDistanceTest {

  @ParameterizedTest
  @CsvSource({"'','',0", "'',abc,3", "abc,abc,0", "tol,tool,1", "kitten,sitting,3", "ab,ba,2"})
  void countsLetters(String a, String b, int distance) {
    assertThat(EditDistance.between(a, b)).isEqualTo(distance);
    assertThat(EditDistance.between(b, a)).isEqualTo(distance);
  }

  @Test
  void isWhatTheDefinitionSays() {
    var random = new Random(1);
    for (int i = 0; i < 500; i++) {
      String a = word(random);
      String b = word(random);
      assertThat(EditDistance.between(a, b)).as("%s, %s", a, b).isEqualTo(defined(a, b));
    }
  }

  private static String word(Random random) {
    return random
        .ints(random.nextInt(7), 'a', 'd')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int defined(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    int change = a.charAt(0) == b.charAt(0) ? 0 : 1;
    return Math.min(
        defined(a.substring(1), b.substring(1)) + change,
        Math.min(defined(a.substring(1), b), defined(a, b.substring(1))) + 1);
  }
}
