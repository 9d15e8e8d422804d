package org.llmspell.launcher;

import java.util.Locale;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends the log to standard error. {@code java.util.logging} makes an instance of this class when
 * the first record is logged, so a run that logs nothing never loads any of it.
 */
public final class Logging {

  private static final String LEVEL = "llmspell.log";
  private static final String FIXED = "llmspell.log.fixed";

  /** Called by {@code java.util.logging}. */
  public Logging() {
    this(Logger.getLogger(""), Level.parse(System.getProperty(LEVEL, Level.WARNING.getName())));
  }

  Logging(Logger root, Level level) {
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    var handler = new ConsoleHandler();
    handler.setFormatter(new LogLine(level.intValue() < Level.INFO.intValue()));
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(level);
  }

  /** Makes the JVM use this class, with the level that is asked for. */
  static void install(CommandLine line, Map<String, String> environment) {
    System.setProperty("java.util.logging.config.class", Logging.class.getName());
    String configured = environment.getOrDefault("LLMSPELL_LOG", "");
    System.setProperty(LEVEL, level(line, configured).getName());
    // Settings do not change what was asked for.
    System.setProperty(FIXED, Boolean.toString(line.verbose() || !configured.isBlank()));
  }

  /**
   * The option {@code -v} wins, then the variable LLMSPELL_LOG, then INFO for the long-running
   * container and WARNING for every other command.
   */
  static Level level(CommandLine line, String configured) {
    if (line.verbose()) {
      return Level.FINE;
    }
    return switch (configured.strip().toLowerCase(Locale.ROOT)) {
      case "" -> line.serves() ? Level.INFO : Level.WARNING;
      case "trace" -> Level.FINER;
      case "debug" -> Level.FINE;
      case "info" -> Level.INFO;
      case "warn", "warning" -> Level.WARNING;
      case "error" -> Level.SEVERE;
      case "off" -> Level.OFF;
      default ->
          throw new LaunchException(
              "LLMSPELL_LOG is '"
                  + configured
                  + "'; it may be trace, debug, info, warning, error or off.");
    };
  }
}
