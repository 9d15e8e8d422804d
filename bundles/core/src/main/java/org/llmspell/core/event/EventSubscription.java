package org.llmspell.core.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** A subscription in the hands of its owner. Safe to share between threads. */
@ProviderType
public interface EventSubscription extends AutoCloseable {

  /** The id. */
  UUID id();

  /** The patterns, as given. */
  List<String> patterns();

  /** The label. */
  EventLanguage language();

  /**
   * The next event, if one is waiting.
   *
   * @throws IllegalStateException when the subscription has a handler
   */
  Optional<UniversalEvent> poll();

  /**
   * The next event; empty when none came in time or the subscription was closed.
   *
   * @throws IllegalStateException when the subscription has a handler
   * @throws InterruptedException when the waiting thread is interrupted
   */
  Optional<UniversalEvent> poll(Duration patience) throws InterruptedException;

  /**
   * Waits for the next event, and takes those that are waiting behind it.
   *
   * @param limit how many at most
   * @throws IllegalStateException when the subscription has a handler
   * @throws InterruptedException when the waiting thread is interrupted
   */
  List<UniversalEvent> pollBatch(int limit, Duration patience) throws InterruptedException;

  /** Figures of this subscription. */
  SubscriptionStatistics statistics();

  /**
   * Waits until everything published before this call was handled or dropped.
   *
   * @return false when that took longer
   * @throws InterruptedException when the waiting thread is interrupted
   */
  boolean awaitIdle(Duration patience) throws InterruptedException;

  /** Whether it was closed. */
  boolean isClosed();

  /**
   * Ends it: no further event is handed out, what was waiting is dropped. An event that is being
   * handled now is not waited for. A second call does nothing.
   */
  @Override
  void close();
}
