package org.llmspell.scripting;

import java.util.Locale;
import java.util.Optional;

/** How much is logged, from nothing to everything. */
enum LogLevel {
  OFF,
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /** The level of a name, a short name or a number from 0 to 5. */
  static Optional<LogLevel> parse(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "off", "none", "0" -> Optional.of(OFF);
      case "error", "err", "1" -> Optional.of(ERROR);
      case "warn", "warning", "2" -> Optional.of(WARN);
      case "info", "3" -> Optional.of(INFO);
      case "debug", "4" -> Optional.of(DEBUG);
      case "trace", "5" -> Optional.of(TRACE);
      default -> Optional.empty();
    };
  }
}
