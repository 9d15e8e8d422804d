package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.state.backend.StateWrite;

/**
 * Entries that are changed by one write: their old and their new bytes. For one thread at a time.
 */
final class Batch {
  private final List<Change> changes;
  private byte[] last = new byte[0];
  private long bytes;

  /**
   * A changed entry. The arrays are not copied.
   *
   * @param key its key
   * @param before its bytes as they were
   * @param after its bytes as they will be
   */
  @SuppressWarnings("ArrayRecordComponent") // Only carried, never compared.
  record Change(byte[] key, byte[] before, byte[] after) {}

  Batch(int size) {
    this.changes = new ArrayList<>(Math.min(size, 10_000));
  }

  void add(byte[] key, byte[] before, byte[] after) {
    changes.add(new Change(key, before, after));
    last = key;
    bytes += key.length + before.length + after.length;
  }

  int size() {
    return changes.size();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** How much memory it takes, about. */
  long bytes() {
    return bytes;
  }

  /** The key of its last entry. */
  byte[] last() {
    return last;
  }

  List<Change> changes() {
    return changes;
  }

  /** The changes for the backend, with room for one more. */
  List<StateWrite> writes() {
    List<StateWrite> writes = new ArrayList<>(changes.size() + 1);
    for (Change change : changes) {
      writes.add(StateWrite.put(change.key, change.after));
    }
    return writes;
  }
}
