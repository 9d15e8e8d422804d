package org.llmspell.core.plugin;

import java.time.Duration;

/**
 * How an upgrade is done.
 *
 * @param allowDowngrade whether an older version may replace a newer one
 * @param drain how long calls of the old version may go on before they are cancelled
 */
public record UpgradeOptions(boolean allowDowngrade, Duration drain) {

  /** No downgrade, 30 seconds. */
  public static final UpgradeOptions DEFAULT = new UpgradeOptions(false, Duration.ofSeconds(30));
}
