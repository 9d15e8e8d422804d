package org.llmspell.core.state.backend;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A store as it was at one moment. Holds resources of the store until it is closed, so keep it
 * short. Safe to share between threads.
 */
@ConsumerType
public interface StateSnapshot extends AutoCloseable {

  /** The value of a key; null when there was none. */
  byte @Nullable [] get(byte[] key);

  /** Visits entries like {@link StateBackend#scan}. */
  void scan(byte[] prefix, byte[] from, EntryVisitor visitor);

  @Override
  void close();
}
