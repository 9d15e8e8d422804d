package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

@Tag("unit")
class DaemonLimitsTest {

  private static DaemonLimits of(Map<String, Object> daemon) {
    return DaemonLimits.of(new Settings(Map.of("runtime", Map.of("daemon", daemon))));
  }

  @Test
  void areThoseOfTheSettings() {
    assertThat(of(Map.of())).isEqualTo(DaemonLimits.STANDARD);
    assertThat(
            of(
                Map.of(
                    "max_commands", 3L,
                    "max_connections_per_second", 4L,
                    "request_timeout_ms", 5L)))
        .isEqualTo(new DaemonLimits(3, 4, Duration.ofMillis(5)));
  }

  @Test
  void areAtLeastOne() {
    assertThatThrownBy(() -> of(Map.of("max_commands", 0L)))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining(
            "Setting 'runtime.daemon.max_commands' is '0' but must be a whole number from 1 to");
  }
}
