package org.llmspell.workflows.definition;

import org.jspecify.annotations.Nullable;

/** A function that is told how a run goes. What it throws changes nothing. */
@FunctionalInterface
public interface Callback {

  /** Tells it. */
  void tell(@Nullable Object... arguments);
}
