package org.llmspell.core.secret;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known about a secret, without the secret.
 *
 * @param service the service it is for
 * @param origin where it is: the name of an environment variable, or {@code file}
 * @param masked what people may see of it
 * @param created when it was kept first; empty for variables
 * @param changed when it was last replaced; empty for variables
 * @param expires after which time it is not given out any more; empty for never
 * @param lastUsed when it was last given out, to the hour; empty when that is not known
 */
public record SecretInfo(
    String service,
    String origin,
    String masked,
    Optional<Instant> created,
    Optional<Instant> changed,
    Optional<Instant> expires,
    Optional<Instant> lastUsed) {

  /** Whether it is too old to be given out. */
  public boolean isExpired(Instant now) {
    return expires.filter(end -> !now.isBefore(end)).isPresent();
  }
}
