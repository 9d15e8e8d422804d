package org.llmspell.state.store;

import org.llmspell.core.state.StateProgress;

/**
 * Finishes or undoes bulk changes of one sort that were interrupted by the death of the process.
 * Stateless.
 */
public interface TaskHandler {

  /** The sort of change, as in {@link PendingTask#kind}. */
  String kind();

  /**
   * Finishes the change or undoes it; called before the store is served, so nobody else uses it. It
   * may die in the middle and is then called again, so doing anything twice must do no harm. The
   * task is ended by the caller when this returns.
   */
  void recover(OpenStore store, PendingTask task, StateProgress progress);
}
