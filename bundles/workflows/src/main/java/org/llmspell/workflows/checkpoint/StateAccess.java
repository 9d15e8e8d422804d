package org.llmspell.workflows.checkpoint;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateStore;

/** Finds the store of state, when there is one. */
@FunctionalInterface
public interface StateAccess {

  /** The store; null when there is none. */
  @Nullable StateStore store();
}
