package org.llmspell.state;

import org.llmspell.core.state.StateScope;
import org.llmspell.state.store.Keys;

/**
 * An entry: where it is.
 *
 * @param scope the scope
 * @param key the key, checked
 */
record Address(StateScope scope, String key) {

  /** The address of a key that was not checked yet. */
  static Address of(StateScope scope, String key) {
    return new Address(scope, KeyRules.check(scope, key));
  }

  byte[] bytes() {
    return Keys.state(scope, key);
  }
}
