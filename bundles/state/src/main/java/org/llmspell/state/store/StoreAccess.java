package org.llmspell.state.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Gives the one store of the container to the parts of this bundle; a service that only this bundle
 * can see. Safe to share between threads.
 */
public interface StoreAccess {

  /**
   * The store; opens it when it is used for the first time. Ask anew for each operation: a change
   * of the settings may put another store in its place.
   *
   * @throws SpellException of kind Storage or Configuration when it can not be opened; the message
   *     says why and what to do
   */
  OpenStore open();

  /** Does something with the store; again, if another one has taken its place meanwhile. */
  default <T extends @Nullable Object> T on(Function<OpenStore, T> work) {
    while (true) {
      OpenStore open = open();
      try {
        return work.apply(open);
      } catch (SpellException e) {
        if (!open.isClosed() || open() == open) {
          throw e;
        }
      }
    }
  }

  /** The settings that the store is opened with. */
  StateSettings settings();
}
