package org.llmspell.core.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class SemanticVersionTest {

  @ParameterizedTest
  @CsvSource({"1,1.0.0", "1.2,1.2.0", "1.2.3,1.2.3", "1.2.3.SNAPSHOT,1.2.3", "1.2.3-beta,1.2.3"})
  void readsPartsThatAreThere(String text, String expected) {
    assertThat(SemanticVersion.parse(text)).hasToString(expected);
  }

  @Test
  void ordersByNumberNotByText() {
    assertThat(SemanticVersion.parse("1.10.0")).isGreaterThan(SemanticVersion.parse("1.9.9"));
  }

  @Test
  void namesTheTextThatIsNoVersion() {
    assertThatThrownBy(() -> SemanticVersion.parse("one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'one'")
        .hasMessageContaining("major.minor.patch");
  }

  @Test
  void isCompatibleWithinOneMajor() {
    assertThat(SemanticVersion.parse("1.0.0").isCompatibleWith(SemanticVersion.parse("1.9.0")))
        .isTrue();
    assertThat(SemanticVersion.parse("1.0.0").isCompatibleWith(SemanticVersion.parse("2.0.0")))
        .isFalse();
  }
}
