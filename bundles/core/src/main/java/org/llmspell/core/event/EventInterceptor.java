package org.llmspell.core.event;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sees every event before and after it is handed to the subscriptions; a service. Called on the
 * publisher's thread. While there is none, publishing does not pay for it.
 */
@ConsumerType
public interface EventInterceptor {

  /**
   * The event to publish instead, usually the same; empty to drop it.
   *
   * @throws org.llmspell.core.error.SpellException to refuse it; the publisher gets it
   */
  Optional<UniversalEvent> beforeEmit(UniversalEvent event);

  /** The event is in the queues. */
  default void afterEmit(UniversalEvent event) {}
}
