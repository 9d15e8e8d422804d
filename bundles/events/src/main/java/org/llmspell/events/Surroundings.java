package org.llmspell.events;

import org.llmspell.core.event.FlowNotice;
import org.llmspell.core.event.UniversalEvent;

/** What a subscription tells the bus that it belongs to. */
interface Surroundings {

  /** A handler or filter threw. */
  void failed(UniversalEvent event, Subscription subscription, Throwable failure);

  /** Pressure began or ended. */
  void notice(FlowNotice notice);

  /** The subscription was closed. */
  void closed(Subscription subscription);
}
