package org.llmspell.state.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The settings {@code runtime.state_persistence.*}, by their dotted names without that prefix.
 *
 * @param values the settings as they were given
 * @param home the data folder, in which relative paths start
 */
public record StateSettings(Map<String, @Nullable Object> values, Path home) {
  private static final String PREFIX = "runtime.state_persistence.";

  /** Copies the values; a dot and an underscore are the same in their names. */
  public StateSettings {
    Map<String, @Nullable Object> folded = new TreeMap<>();
    values.forEach((key, value) -> folded.put(fold(key), value));
    values = Collections.unmodifiableMap(folded);
  }

  /** ConfigAdmin gives {@code backend.type} for {@code backend_type} when nobody describes it. */
  private static String fold(String key) {
    return key.replace('_', '.');
  }

  private @Nullable Object value(String key) {
    return values.get(fold(key));
  }

  /** Whether state outlives the process. */
  public boolean isEnabled() {
    return flag("enabled", false);
  }

  /**
   * The name of the backend: {@code memory}, {@code xodus}, {@code rocksdb} or a provider's own.
   */
  public String backend() {
    if (!isEnabled()) {
      return "memory";
    }
    String name = text("backend_type").orElse("xodus").toLowerCase(Locale.ROOT);
    return name.equals("sled") || name.equals("file") ? "xodus" : name;
  }

  /** The folder of the state. */
  public Path path() {
    return home.resolve(text("path").orElse("state")).normalize();
  }

  /** How many bytes a value may take. */
  public int maxValueBytes() {
    return (int) Math.min(Integer.MAX_VALUE, number("max_state_size_bytes", 10_000_000, 1));
  }

  /** Values of more bytes are compressed; -1 for never. */
  public int compressionThreshold() {
    return flag("compression", true)
        ? (int) Math.min(Integer.MAX_VALUE, number("performance.compression_threshold", 1024, 0))
        : -1;
  }

  /** How often what was written is made to survive the loss of power, when there is anything. */
  public Duration flushInterval() {
    return value("flush_interval") != null
        ? duration("flush_interval", Duration.ofSeconds(5))
        : duration("performance.flush_interval", Duration.ofSeconds(5));
  }

  /** Patterns of the keys whose writes survive the loss of power at once. */
  public List<String> immediatePatterns() {
    return texts("performance.immediate_flush_patterns").orElse(List.of("critical:*"));
  }

  /** How often what is over is removed from the store, when there is anything. */
  public Duration upkeepInterval() {
    return duration("upkeep_interval", Duration.ofMinutes(1));
  }

  /** Whether migration is on. */
  public boolean isMigrationEnabled() {
    return flag("migration_enabled", false);
  }

  /** The folder with schema files. */
  public Optional<Path> schemaDirectory() {
    return text("schema_directory").map(home::resolve).map(Path::normalize);
  }

  /** Whether a migration makes a backup first. */
  public boolean isBackupOnMigration() {
    return flag("backup_on_migration", true);
  }

  /** Whether backup is on. */
  public boolean isBackupEnabled() {
    return flag("backup_enabled", false);
  }

  /** Whether values are encrypted. */
  public boolean isEncrypted() {
    return isEnabled() && (flag("encryption.enabled", false) || flagOrFalse("encryption"));
  }

  /** The environment variable with the passphrase of the key file. */
  public String passphraseVariable() {
    return text("encryption.passphrase_env").orElse("LLMSPELL_STATE_PASSPHRASE");
  }

  /** Whether data goes along when the backend is changed while the container runs. */
  public boolean isCarriedOver() {
    return flag("carry_over", false);
  }

  /** A text; empty when it is not set. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(value(key)).map(String::valueOf).filter(s -> !s.isEmpty());
  }

  /** A truth value. */
  public boolean flag(String key, boolean byDefault) {
    Object value = value(key);
    return switch (value) {
      case null -> byDefault;
      case Boolean flag -> flag;
      case String text when text.equalsIgnoreCase("true") -> true;
      case String text when text.equalsIgnoreCase("false") -> false;
      default -> throw wrong(key, value, "true or false");
    };
  }

  private boolean flagOrFalse(String key) {
    Object value = value(key);
    return Boolean.TRUE.equals(value) || "true".equalsIgnoreCase(String.valueOf(value));
  }

  /** A whole number that is not below a minimum. */
  public long number(String key, long byDefault, long min) {
    Object value = value(key);
    try {
      long number =
          switch (value) {
            case null -> byDefault;
            case Number n -> n.longValue();
            default -> Long.parseLong(value.toString().strip());
          };
      if (number >= min) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw wrong(key, value, "a whole number of %d or more".formatted(min));
  }

  /** A time: a number of seconds, or a number with the unit {@code ms}, {@code s}, {@code m}. */
  public Duration duration(String key, Duration byDefault) {
    Object value = value(key);
    if (value == null) {
      return byDefault;
    }
    String text = value.toString().strip().toLowerCase(Locale.ROOT);
    String digits = text.replaceFirst("\\s*(ms|s|m|h|d)$", "");
    try {
      double number = Double.parseDouble(digits);
      double millis =
          number
              * switch (text.substring(digits.length()).strip()) {
                case "ms" -> 1;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                default -> 1000;
              };
      if (millis >= 1 && millis < 1e15) {
        return Duration.ofMillis((long) millis);
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw wrong(key, value, "a time such as 5 (seconds) or '500ms'");
  }

  /** A list of texts; empty when it is not set. */
  public Optional<List<String>> texts(String key) {
    Object value = value(key);
    return switch (value) {
      case null -> Optional.empty();
      case List<?> list -> Optional.of(list.stream().map(String::valueOf).toList());
      case String[] array -> Optional.of(List.of(array));
      default -> Optional.of(List.of(value.toString()));
    };
  }

  private static SpellException wrong(String key, @Nullable Object value, String wanted) {
    return SpellException.configuration(
        "Setting '%s%s' is '%s' but must be %s".formatted(PREFIX, key, value, wanted), null);
  }
}
