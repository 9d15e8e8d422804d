package org.llmspell.core.script;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

/**
 * What one run of a script may use.
 *
 * @param time wall time
 * @param timeSetting the setting that the time comes from, for messages
 * @param memoryBytes memory that the script's values may take, in bytes
 * @param memorySetting the setting that the memory comes from
 */
public record ScriptLimits(
    Duration time, String timeSetting, long memoryBytes, String memorySetting) {

  private static final long DEFAULT_MILLIS = 300_000;
  private static final long DEFAULT_BYTES = 50_000_000;

  private record Limit(String setting, long value) {}

  /**
   * The strictest of the settings: {@code runtime.security.max_execution_time_ms}, {@code
   * runtime.script_timeout_seconds}, {@code engines.<language>.timeout_ms} for time; {@code
   * runtime.security.max_memory_bytes}, {@code engines.<language>.max_memory} and {@code
   * max_memory_bytes} for memory. 300,000 ms and 50,000,000 bytes when nothing is set.
   *
   * @throws SpellException of kind Configuration when a limit is not above 0
   */
  public static ScriptLimits of(Settings settings, String language) {
    String engine = "engines." + language + ".";
    Limit time =
        strictest(
            settings,
            DEFAULT_MILLIS,
            "runtime.security.max_execution_time_ms",
            "runtime.script_timeout_seconds",
            engine + "timeout_ms");
    Limit memory =
        strictest(
            settings,
            DEFAULT_BYTES,
            "runtime.security.max_memory_bytes",
            engine + "max_memory_bytes",
            engine + "max_memory");
    return new ScriptLimits(
        Duration.ofMillis(time.value), time.setting, memory.value, memory.setting);
  }

  private static Limit strictest(Settings settings, long byDefault, String... keys) {
    return Stream.of(keys)
        .map(key -> read(settings, key))
        .flatMap(Optional::stream)
        .min((a, b) -> Long.compare(a.value, b.value))
        .orElse(new Limit(keys[0], byDefault));
  }

  private static Optional<Limit> read(Settings settings, String key) {
    return settings
        .number(key)
        .map(number -> {
          if (number <= 0) {
            throw SpellException.configuration(
                "Setting '%s' is %d but must be above 0".formatted(key, number), null);
          }
          return new Limit(key, key.endsWith("_seconds") ? number * 1000 : number);
        });
  }
}
