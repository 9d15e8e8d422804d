package org.llmspell.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class LoggingTest {

  @Test
  void tellsWarningsOfACommandAndMoreOfAContainerThatStays() {
    assertThat(level("run a.lua", "")).isEqualTo(Level.WARNING);
    assertThat(level("serve", "")).isEqualTo(Level.INFO);
  }

  @Test
  void followsTheVariableAndRatherTheOption() {
    assertThat(level("serve", " Error ")).isEqualTo(Level.SEVERE);
    assertThat(level("run -v a.lua", "error")).isEqualTo(Level.FINE);
  }

  @Test
  void namesTheLevelsThereAre() {
    assertThatThrownBy(() -> level("run a.lua", "loud"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("'loud'")
        .hasMessageContaining("warning");
  }

  private static Level level(String line, String configured) {
    return Logging.level(CommandLine.of(List.of(line.split(" "))), configured);
  }
}
