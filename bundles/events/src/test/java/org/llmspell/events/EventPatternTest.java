package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.SpellException;

class EventPatternTest {

  @ParameterizedTest
  @CsvSource({
    "*, anything",
    "*, ''",
    "user.*, user.login",
    "user.*, user.a.b",
    "user.*, user.",
    "user*, user",
    "*.error, tool.error",
    "a*a, aa",
    "a.*.b, a.x.y.b",
    "*x*y*, axbyc",
    "**, a",
    "a**b, ab",
    "user.login, user.login"
  })
  void fits(String pattern, String type) {
    assertThat(EventPattern.of(pattern).matches(type)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "user.*, user",
    "user.*, superuser.x",
    "*.error, tool.errors",
    "a*a, a",
    "ab*ba, aba",
    "*x*y*, aybxc",
    "a.*.b, a.b",
    "user.login, user.login2"
  })
  void doesNotFit(String pattern, String type) {
    assertThat(EventPattern.of(pattern).matches(type)).isFalse();
  }

  @Test
  void refusesAnEmptyPattern() {
    assertThatThrownBy(() -> EventPattern.of(""))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("Pattern cannot be empty");
  }

  /** The pattern and the index must agree with a regular expression that says the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithARegularExpressionAndSoDoesTheIndex(long seed) {
    var random = new Random(seed);
    var index = new PatternIndex<String>();
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String pattern = text(random, "ab.**", 7);
      if (!pattern.isEmpty()) {
        String entry = pattern + "#" + i;
        patterns.add(entry);
        index.add(EventPattern.of(pattern), entry);
        if (random.nextInt(3) == 0) {
          String gone = patterns.remove(random.nextInt(patterns.size()));
          index.remove(EventPattern.of(gone.substring(0, gone.indexOf('#'))), gone);
        }
      }
    }

    for (int i = 0; i < 500; i++) {
      String type = text(random, "ab.", 8);
      List<String> expected =
          patterns.stream()
              .filter(
                  entry -> regex(entry.substring(0, entry.indexOf('#'))).matcher(type).matches())
              .toList();

      assertThat(index.find(type))
          .as("seed %d, type '%s'", seed, type)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    patterns.forEach(
        entry -> index.remove(EventPattern.of(entry.substring(0, entry.indexOf('#'))), entry));
    assertThat(index.isEmpty()).as("nothing is left of removed patterns").isTrue();
  }

  private static String text(Random random, String alphabet, int most) {
    return random
        .ints(random.nextInt(most + 1), 0, alphabet.length())
        .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
        .collect(Collectors.joining());
  }

  private static Pattern regex(String pattern) {
    return Pattern.compile(
        pattern
            .chars()
            .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(String.valueOf((char) c)))
            .collect(Collectors.joining()));
  }
}
