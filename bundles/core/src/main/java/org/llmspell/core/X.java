package org.llmspell.core;

/** An x. */
public interface X {
  /** An y. */
  void y();
}
