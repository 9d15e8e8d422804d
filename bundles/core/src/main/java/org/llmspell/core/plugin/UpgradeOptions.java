package org.llmspell.core.plugin;

import java.time.Duration;
import java.util.Set;

/**
 * How an install or an upgrade is done.
 *
 * @param allowDowngrade whether an older version may replace a newer one
 * @param drain how long calls of the old version may go on before they are cancelled
 * @param granted permissions that the operator agrees to, beside those that were granted before
 */
public record UpgradeOptions(boolean allowDowngrade, Duration drain, Set<Permission> granted) {

  /** No downgrade, 30 seconds. */
  public static final UpgradeOptions DEFAULT = new UpgradeOptions(false, Duration.ofSeconds(30));

  /** Copies the permissions. */
  public UpgradeOptions {
    granted = Set.copyOf(granted);
  }

  /** Grants nothing new. */
  public UpgradeOptions(boolean allowDowngrade, Duration drain) {
    this(allowDowngrade, drain, Set.of());
  }

  /** The same with more permissions. */
  public UpgradeOptions granting(Set<Permission> permissions) {
    return new UpgradeOptions(allowDowngrade, drain, permissions);
  }
}
