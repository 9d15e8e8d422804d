package org.llmspell.core.context;

/** What a child context takes over from its parent's data. */
public enum Inheritance {
  /** All of it, as a copy. */
  INHERIT,
  /** Nothing. */
  ISOLATE,
  /** Only the key {@code conversation_context}. */
  COPY,
  /** Nothing; both read and write the shared memory. */
  SHARE
}
