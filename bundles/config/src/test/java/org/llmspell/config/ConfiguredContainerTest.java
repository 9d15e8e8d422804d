package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.config.Settings;

@Timeout(60)
class ConfiguredContainerTest {
  private static final String DEFAULTS = "7 0.5 [] red";

  @TempDir Path folder;
  private TestContainer container;

  @BeforeEach
  void start() {
    container = TestContainer.start(folder);
  }

  @AfterEach
  void stop() {
    container.close();
  }

  @Test
  void givesAComponentItsSettings() {
    sample(Map.of("max_items", 9L, "share", 1L, "deep", Map.of("names", List.of("a", "b"))));

    assertThat(container.sample().get()).isEqualTo("9 1.0 [a, b] red");
  }

  @Test
  void changesOnlyWhatHasChanged() {
    sample(Map.of("max_items", 1L, "deep", Map.of("names", List.of("a"))));
    var before = container.sample();

    apply(
        Map.of(
            "bundles",
            Map.of(
                "org.example.sample",
                Map.of("max_items", 1L, "deep", Map.of("names", List.of("a"))),
                "org.example.other",
                Map.of("x", 1L))));
    assertThat(container.sample()).isSameAs(before);

    sample(Map.of("max_items", 2L));
    assertThat(container.sample()).isNotSameAs(before);
    assertThat(container.sample().get()).isEqualTo("2 0.5 [] red");
  }

  @Test
  void fallsBackToTheDefaultsOfWhatIsGone() {
    sample(Map.of("max_items", 9L, "share", 2.0));
    sample(Map.of("share", 2.0));
    assertThat(container.sample().get()).isEqualTo("7 2.0 [] red");

    apply(Map.of());

    assertThat(container.sample().get()).isEqualTo(DEFAULTS);
    assertThat(container.configurations()).isEmpty();
  }

  @Test
  void showsTheNewSettingsToWhoeverAsksRightAfter() {
    for (long i = 1; i <= 50; i++) {
      sample(Map.of("max_items", i));

      assertThat(container.sample().get()).isEqualTo(i + " 0.5 [] red");
    }
  }

  @Test
  void keepsWhatHoldsWhenNewSettingsAreWrong() {
    sample(Map.of("max_items", 9L));
    Settings good = container.settings().current();

    assertThatThrownBy(() -> sample(Map.of("max_items", 101L, "share", 0.1)))
        .hasMessage(
            "Setting 'bundles.\"org.example.sample\".max_items' is '101' but must be a whole number,"
                + " at least 1, at most 100");

    assertThat(container.sample().get()).isEqualTo("9 0.5 [] red");
    assertThat(container.settings().current()).isSameAs(good);
  }

  @Test
  void tellsWhatAComponentSays() {
    assertThatThrownBy(
            () -> apply(Map.of("bundles", Map.of("org.example.picky", Map.of("colour", "blue")))))
        .hasMessage("Setting 'colour' is 'blue' but must be red");
  }

  @Test
  void isWhatTheSettingsAreAndNoMore() {
    apply(
        Map.of(
            "default_engine", "lua",
            "runtime", Map.of("sessions", Map.of("max_sessions", 5L), "max_concurrent_scripts", 1L),
            "bundles", Map.of("org.example.empty", Map.of())));

    assertThat(container.configurations())
        .isEqualTo(Map.of("org.llmspell.sessions", Map.of("max.sessions", 5L)));
  }

  private void sample(Map<String, @Nullable Object> values) {
    apply(Map.of("bundles", Map.of("org.example.sample", values)));
  }

  private void apply(Map<String, @Nullable Object> values) {
    container.settings().apply(new Settings(values));
  }
}
