package org.llmspell.core.state;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears how far long work on a store has come. Called a few times a second at most, on any thread.
 */
@FunctionalInterface
@ConsumerType
public interface StateProgress {

  /** Hears nothing. */
  StateProgress NONE = (phase, done, total) -> {};

  /**
   * How far it is.
   *
   * @param phase what is being done, for example {@code migrating}
   * @param done how many entries are done
   * @param total how many there are; -1 when that is not known
   */
  void at(String phase, long done, long total);
}
