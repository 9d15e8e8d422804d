package org.llmspell.state.backup;

import org.jspecify.annotations.Nullable;

/** Walks through records in the order of their keys. For one thread. */
interface Cursor extends AutoCloseable {

  /** Goes to the next record; false after the last one. */
  boolean next();

  /** The key of the record. */
  byte[] key();

  /** The value, or the hash, of the record; null when the entry was removed. */
  byte @Nullable [] value();

  @Override
  void close();
}
