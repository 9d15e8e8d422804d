package org.llmspell.console;

import java.time.Duration;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

/**
 * How much the socket takes on. It is for its owner only, so this is against programs gone wild.
 *
 * @param connections commands at the same time; more are refused
 * @param perSecond new connections in a second; more wait
 * @param silence how long a connection may be open without having sent its request
 */
record DaemonLimits(int connections, int perSecond, Duration silence) {
  static final DaemonLimits STANDARD = new DaemonLimits(256, 1000, Duration.ofSeconds(10));
  private static final String PREFIX = "runtime.daemon.";

  /**
   * The settings {@code runtime.daemon.*}.
   *
   * @throws SpellException of kind Configuration when one is no whole number of 1 or more
   */
  static DaemonLimits of(Settings settings) {
    return new DaemonLimits(
        number(settings, "max_commands", STANDARD.connections),
        number(settings, "max_connections_per_second", STANDARD.perSecond),
        Duration.ofMillis(
            number(settings, "request_timeout_ms", (int) STANDARD.silence.toMillis())));
  }

  private static int number(Settings settings, String name, int byDefault) {
    long number = settings.number(PREFIX + name).orElse((long) byDefault);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw SpellException.configuration(
          "Setting '%s%s' is '%d' but must be a whole number from 1 to %d"
              .formatted(PREFIX, name, number, Integer.MAX_VALUE),
          null);
    }
    return (int) number;
  }
}
