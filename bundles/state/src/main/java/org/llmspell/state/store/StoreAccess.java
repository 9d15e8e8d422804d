package org.llmspell.state.store;

/**
 * Gives the one store of the container to the parts of this bundle; a service that only this bundle
 * can see. Safe to share between threads.
 */
public interface StoreAccess {

  /**
   * The store; opens it when it is used for the first time. Ask anew for each operation: a change
   * of the settings may put another store in its place.
   *
   * @throws org.llmspell.core.error.SpellException of kind Storage or Configuration when it can not
   *     be opened; the message says why and what to do
   */
  OpenStore open();

  /** The settings that the store is opened with. */
  StateSettings settings();
}
