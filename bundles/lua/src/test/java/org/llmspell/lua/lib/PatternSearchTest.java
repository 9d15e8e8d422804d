package org.llmspell.lua.lib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.core.error.SpellException;

class PatternSearchTest {

  @ParameterizedTest
  @CsvSource({
    "what is the weather, weather, true",
    "what is the weather, ^weather, false",
    "weather?, ^weather, true",
    "room 12, %d+$, true",
    "a-b, a-b, true",
    "ab, a%-b, false",
    "größe, öß, true"
  })
  void findsWhatStringFindWouldFind(String text, String pattern, boolean found) {
    assertThat(PatternSearch.matches(text, pattern)).isEqualTo(found);
  }

  @Test
  void anEmptyPatternIsInEveryText() {
    assertThat(PatternSearch.matches("", "")).isTrue();
  }

  @Test
  void namesAPatternThatMakesNoSense() {
    assertThatThrownBy(() -> PatternSearch.matches("x", "[a"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("[a")
        .hasMessageContaining("missing ']'");
  }

  @Test
  void endsASearchThatTakesTooLong() {
    String text = "a".repeat(40);
    String pattern = "a*".repeat(20) + "b";

    assertThatThrownBy(() -> PatternSearch.matches(text, pattern))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("too long");
  }
}
