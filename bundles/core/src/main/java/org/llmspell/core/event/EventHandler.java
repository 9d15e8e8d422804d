package org.llmspell.core.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives the events of one subscription, one after the other, on a virtual thread. It may block.
 * What it throws is reported to {@link EventBusListener}s; the next event follows all the same.
 */
@ConsumerType
@FunctionalInterface
public interface EventHandler {

  /**
   * Takes one event.
   *
   * @throws Exception when it cannot; reported, never retried
   */
  void onEvent(UniversalEvent event) throws Exception;
}
