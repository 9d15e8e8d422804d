package org.llmspell.core.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3", "0.0.0", "1.2.3-rc.1", "1.2.3+build.7", "1.2.3-a-b+c"})
  void showsWhatItReads(String text) {
    assertThat(SchemaVersion.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1", "", "1.2.3.4", "v1.2.3", "1.x.0", "1.2.3-", "-1.0.0"})
  void refusesWhatHasNotExactlyThreeNumbers(String text) {
    assertThatThrownBy(() -> SchemaVersion.parse(text))
        .hasMessage(
            "Invalid version '%s': write it as major.minor.patch, for example 1.2.0"
                .formatted(text));
  }

  @Test
  void ordersPreReleasesBeforeTheirRelease() {
    List<SchemaVersion> inOrder =
        List.of(
                "0.9.0",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0",
                "1.0.1",
                "1.10.0",
                "2.0.0")
            .stream()
            .map(SchemaVersion::parse)
            .toList();

    assertThat(inOrder.reversed().stream().sorted()).containsExactlyElementsOf(inOrder);
  }

  @Test
  void ignoresTheBuild() {
    assertThat(SchemaVersion.parse("1.0.0+a"))
        .isEqualTo(SchemaVersion.parse("1.0.0+b"))
        .hasSameHashCodeAs(SchemaVersion.parse("1.0.0"));
  }

  @Test
  void isCompatibleWithOlderOnesOfItsMajor() {
    SchemaVersion version = SchemaVersion.of(1, 2, 0);

    assertThat(version.isCompatibleWith(SchemaVersion.of(1, 1, 9))).isTrue();
    assertThat(version.isCompatibleWith(SchemaVersion.of(1, 2, 0))).isTrue();
    assertThat(version.isCompatibleWith(SchemaVersion.of(1, 3, 0))).isFalse();
    assertThat(SchemaVersion.of(2, 0, 0).isCompatibleWith(version)).isFalse();
    assertThat(SchemaVersion.of(2, 0, 0).isBreakingAfter(version)).isTrue();
    assertThat(version.isBreakingAfter(SchemaVersion.of(1, 0, 0))).isFalse();
  }
}
