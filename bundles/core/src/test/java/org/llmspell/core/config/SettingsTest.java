package org.llmspell.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.script.ScriptLimits;

@Tag("unit")
class SettingsTest {
  private final Settings settings =
      new Settings(
          Map.of(
              "runtime",
              Map.of("security", Map.of("max_memory_bytes", 1000L), "script_timeout_seconds", 2L),
              "engines",
              Map.of("lua", Map.of("max_memory", 2000L, "package_paths", List.of("a")))));

  @Test
  void readsByDottedKey() {
    assertThat(settings.number("runtime.security.max_memory_bytes")).contains(1000L);
    assertThat(settings.texts("engines.lua.package_paths")).containsExactly("a");
    assertThat(settings.get("runtime.nothing.here")).isEmpty();
  }

  @Test
  void namesKeyValueAndWhatItMustBe() {
    assertThatThrownBy(() -> settings.text("runtime.script_timeout_seconds"))
        .hasMessage("Setting 'runtime.script_timeout_seconds' is '2' but must be text");
  }

  @Test
  void theStrictestLimitHoldsAndIsNamed() {
    var limits = ScriptLimits.of(settings, "lua");

    assertThat(limits)
        .isEqualTo(
            new ScriptLimits(
                Duration.ofSeconds(2),
                "runtime.script_timeout_seconds",
                1000,
                "runtime.security.max_memory_bytes"));
  }

  @Test
  void limitsHaveDefaults() {
    var limits = ScriptLimits.of(Settings.NONE, "lua");

    assertThat(limits.time()).isEqualTo(Duration.ofMinutes(5));
    assertThat(limits.memoryBytes()).isEqualTo(50_000_000);
  }

  @Test
  void aLimitMustBeAboveZero() {
    var zero = new Settings(Map.of("engines", Map.of("lua", Map.of("timeout_ms", 0L))));

    assertThatThrownBy(() -> ScriptLimits.of(zero, "lua"))
        .hasMessage("Setting 'engines.lua.timeout_ms' is 0 but must be above 0");
  }
}
