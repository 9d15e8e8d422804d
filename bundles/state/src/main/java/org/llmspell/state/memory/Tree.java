package org.llmspell.state.memory;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateWrite;

/**
 * An ordered map that never changes: a write gives another tree, which shares with this one all
 * nodes but those on the way to the changed keys. So a snapshot is a reference, and readers take no
 * lock. It is a B+ tree; the nodes that a batch has made it changes in place.
 *
 * @param size how many entries there are
 */
record Tree(Node root, long size) {
  static final Tree EMPTY = new Tree(new Leaf(new Node.Edit()), 0);

  byte @Nullable [] get(byte[] key) {
    return root.get(key);
  }

  /** This tree after some changes. */
  Tree with(List<StateWrite> changes) {
    var edit = new Node.Edit();
    Node changed = root;
    for (StateWrite change : changes) {
      byte[] value = change.value();
      changed =
          value == null
              ? lower(changed.remove(change.key(), edit), edit)
              : higher(changed.put(change.key(), value, edit), edit);
    }
    return new Tree(changed, size + edit.added);
  }

  private static Node higher(Node root, Node.Edit edit) {
    if (root.count < Node.WIDTH) {
      return root;
    }
    Node right = root.split(edit);
    return new Branch(edit, root, right);
  }

  private static Node lower(Node root, Node.Edit edit) {
    Node lower = root;
    while (lower instanceof Branch branch) {
      Node only = branch.onlyChild();
      if (only == null) {
        return branch.count == 0 ? new Leaf(edit) : branch;
      }
      lower = only;
    }
    return lower;
  }

  void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
    root.scan(Arrays.compareUnsigned(from, prefix) < 0 ? prefix : from, prefix, visitor);
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
