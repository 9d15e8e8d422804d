package org.llmspell.secrets;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.llmspell.core.secret.Secret;

/**
 * A secret that is kept.
 *
 * @param created when it was kept first
 * @param changed when it was last replaced
 * @param lifetime how long after that it is given out; empty for ever
 */
record Kept(Secret secret, Instant created, Instant changed, Optional<Duration> lifetime)
    implements AutoCloseable {

  Optional<Instant> expires() {
    return lifetime.map(changed::plus);
  }

  @Override
  public void close() {
    secret.close();
  }
}
