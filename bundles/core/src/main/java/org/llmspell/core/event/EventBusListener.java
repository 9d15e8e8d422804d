package org.llmspell.core.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what happens around delivery; a service. Called on the thread where it happens, so it must
 * be quick; what it throws is logged.
 */
@ConsumerType
public interface EventBusListener {

  /** The handler of a subscription threw. */
  default void handlerFailed(
      UniversalEvent event, EventSubscription subscription, Throwable failure) {}

  /** Pressure began or ended. */
  default void flow(FlowNotice notice) {}
}
