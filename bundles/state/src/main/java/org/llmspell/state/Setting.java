package org.llmspell.state;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateClass;

/** One value that is to be set. */
record Setting(Address address, @Nullable Object value, SetOptions options, StateClass stateClass) {

  Setting(Address address, @Nullable Object value, SetOptions options) {
    this(address, value, options, stateClass(address, options));
  }

  private static StateClass stateClass(Address address, SetOptions options) {
    StateClass given = options.stateClass();
    return given != null ? given : StateClass.ofKey(address.key());
  }

  Setting with(@Nullable Object newValue) {
    return new Setting(address, newValue, options, stateClass);
  }
}
