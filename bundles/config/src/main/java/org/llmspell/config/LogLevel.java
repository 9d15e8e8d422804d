package org.llmspell.config;

import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;

/**
 * The level of the log, as {@code debug.level} says. What was asked for at the start, by {@code -v}
 * or LLMSPELL_LOG, comes before it. The log is not touched before there is such a setting: that
 * would load it. For one thread at a time.
 */
final class LogLevel {
  static final String KEY = "debug.level";

  private final boolean fixed;
  private @Nullable Level before;

  /**
   * A level.
   *
   * @param fixed whether it was asked for at the start
   */
  LogLevel(boolean fixed) {
    this.fixed = fixed;
  }

  void apply(Settings settings) {
    Optional<Level> wanted = settings.text(KEY).flatMap(LogLevel::of);
    if (fixed || (wanted.isEmpty() && before == null)) {
      return;
    }
    Logger root = Logger.getLogger("");
    if (before == null) {
      before = root.getLevel();
    }
    root.setLevel(wanted.orElse(before));
  }

  /** Other words are refused with the settings. */
  private static Optional<Level> of(String word) {
    return Optional.ofNullable(
        switch (word.toLowerCase(Locale.ROOT)) {
          case "trace" -> Level.FINER;
          case "debug" -> Level.FINE;
          case "info" -> Level.INFO;
          case "warn", "warning" -> Level.WARNING;
          case "error" -> Level.SEVERE;
          case "off" -> Level.OFF;
          default -> null;
        });
  }
}
