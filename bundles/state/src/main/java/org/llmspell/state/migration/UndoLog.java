package org.llmspell.state.migration;

import java.util.function.Consumer;

/**
 * The bytes of entries from before a migration, in the order in which it changed them. Written by
 * one thread.
 */
interface UndoLog extends AutoCloseable {

  /**
   * Adds the old bytes of a batch; they survive the death of the process, and the loss of power
   * where the log is a file, when this returns.
   *
   * @return how long the log is now
   */
  long append(Batch batch);

  /**
   * Gives the old entries, a batch at a time, in their order.
   *
   * @param length how long the log has been when it was complete; what follows may be cut off
   * @throws org.llmspell.core.error.SpellException of kind Storage when it is damaged before that
   */
  void read(long length, Consumer<Entries> reader);

  /** Forgets what was added after a length. */
  void truncate(long length);

  /** Removes the log. */
  void delete();

  @Override
  void close();

  /** Some old entries. */
  interface Entries {
    int size();

    byte[] key(int index);

    /** The bytes from before. */
    byte[] before(int index);

    /** The checksum that the new bytes ended with, so that later changes can be seen. */
    int check(int index);
  }

  /** The last four bytes of a record: its checksum. */
  static int check(byte[] record) {
    int check = 0;
    for (int i = Math.max(0, record.length - 4); i < record.length; i++) {
      check = check << 8 | record[i] & 0xFF;
    }
    return check;
  }
}
