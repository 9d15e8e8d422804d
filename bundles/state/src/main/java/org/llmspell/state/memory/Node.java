package org.llmspell.state.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.EntryVisitor;

/**
 * A part of a {@link Tree}. Never changed once the edit that made it has ended, so it is shared
 * between all trees that have it.
 */
abstract sealed class Node permits Leaf, Branch {
  /** How many keys or children a node has at most. */
  static final int WIDTH = 32;

  /** Neighbours that have no more than this together become one. */
  static final int MERGE = WIDTH / 2;

  /** The edit that made this node, and that alone may change it. */
  final Edit owner;

  /** How many of the slots are in use. */
  int count;

  Node(Edit owner, int count) {
    this.owner = owner;
    this.count = count;
  }

  abstract byte @Nullable [] get(byte[] key);

  /** This node with the key set: itself, when it belongs to the edit, or a copy. */
  abstract Node put(byte[] key, byte[] value, Edit edit);

  /** This node without the key; may have no entries afterwards. */
  abstract Node remove(byte[] key, Edit edit);

  /** Takes away the upper half of this node, which belongs to the edit. */
  abstract Node split(Edit edit);

  /** This node and its right neighbour in one. */
  abstract Node join(Node right, Edit edit);

  /** The smallest key; the node has entries. */
  abstract byte[] first();

  /**
   * Visits the entries from a key on.
   *
   * @param from null for all
   * @return whether to go on
   */
  abstract boolean scan(byte @Nullable [] from, byte[] prefix, EntryVisitor visitor);

  /** Where the key is among the first keys, or minus one minus the place where it belongs. */
  static int find(byte[][] keys, int count, byte[] key) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(keys[middle], key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  /** Changes of one tree to the next: what it has made it may still change. */
  static final class Edit {
    /** How many entries came in addition; negative when some went. */
    long added;
  }
}
