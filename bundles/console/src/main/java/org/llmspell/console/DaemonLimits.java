package org.llmspell.console;

import java.time.Duration;

/**
 * How much the socket takes on. It is for its owner only, so this is against programs gone wild.
 *
 * @param connections commands at the same time; more are refused
 * @param perSecond new connections in a second; more wait
 * @param silence how long a connection may be open without having sent its request
 */
record DaemonLimits(int connections, int perSecond, Duration silence) {
  static final DaemonLimits STANDARD = new DaemonLimits(256, 1000, Duration.ofSeconds(10));
}
