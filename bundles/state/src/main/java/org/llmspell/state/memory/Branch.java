package org.llmspell.state.memory;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.EntryVisitor;

/** A run of nodes of one depth; {@code keys[i]} is not above any key of {@code children[i]}. */
final class Branch extends Node {
  private final byte[][] keys;
  private final Node[] children;

  private Branch(Edit owner, int count, byte[][] keys, Node[] children) {
    super(owner, count);
    this.keys = keys;
    this.children = children;
  }

  /** A new root over two nodes. */
  Branch(Edit owner, Node left, Node right) {
    this(owner, 2, new byte[WIDTH][], new Node[WIDTH]);
    keys[0] = left.first();
    keys[1] = right.first();
    children[0] = left;
    children[1] = right;
  }

  private Branch owned(Edit edit) {
    return owner == edit ? this : new Branch(edit, count, keys.clone(), children.clone());
  }

  /** The child that has the key, if any has; keys below all others belong to the first. */
  private int childOf(byte[] key) {
    int place = find(keys, count, key);
    return place >= 0 ? place : Math.max(0, -2 - place);
  }

  /** The only child, or null when there are more. */
  @Nullable Node onlyChild() {
    return count == 1 ? children[0] : null;
  }

  @Override
  byte @Nullable [] get(byte[] key) {
    return children[childOf(key)].get(key);
  }

  @Override
  Node put(byte[] key, byte[] value, Edit edit) {
    Branch branch = owned(edit);
    int place = childOf(key);
    Node child = branch.children[place].put(key, value, edit);
    branch.children[place] = child;
    branch.keys[place] = child.first();
    if (child.count == WIDTH) {
      branch.insert(place + 1, child.split(edit));
    }
    return branch;
  }

  private void insert(int place, Node child) {
    System.arraycopy(keys, place, keys, place + 1, count - place);
    System.arraycopy(children, place, children, place + 1, count - place);
    keys[place] = child.first();
    children[place] = child;
    count++;
  }

  @Override
  Node remove(byte[] key, Edit edit) {
    int place = childOf(key);
    Node child = children[place].remove(key, edit);
    if (child == children[place] && child.owner != edit) {
      return this;
    }
    Branch branch = owned(edit);
    branch.children[place] = child;
    if (child.count == 0) {
      branch.drop(place);
    } else {
      branch.tidy(place, edit);
    }
    return branch;
  }

  private void tidy(int place, Edit edit) {
    int left = place + 1 < count ? place : place - 1;
    if (left >= 0 && children[left].count + children[left + 1].count <= MERGE) {
      children[left] = children[left].join(children[left + 1], edit);
      drop(left + 1);
    }
  }

  @SuppressWarnings("NullAway") // Slots that are not in use are null.
  private void drop(int place) {
    count--;
    System.arraycopy(keys, place + 1, keys, place, count - place);
    System.arraycopy(children, place + 1, children, place, count - place);
    keys[count] = null;
    children[count] = null;
  }

  @Override
  @SuppressWarnings("NullAway") // Slots that are not in use are null.
  Node split(Edit edit) {
    int half = count / 2;
    var right = new Branch(edit, count - half, new byte[WIDTH][], new Node[WIDTH]);
    System.arraycopy(keys, half, right.keys, 0, right.count);
    System.arraycopy(children, half, right.children, 0, right.count);
    for (int i = half; i < count; i++) {
      keys[i] = null;
      children[i] = null;
    }
    count = half;
    return right;
  }

  @Override
  Node join(Node right, Edit edit) {
    Branch joined = owned(edit);
    Branch other = (Branch) right;
    System.arraycopy(other.keys, 0, joined.keys, joined.count, other.count);
    System.arraycopy(other.children, 0, joined.children, joined.count, other.count);
    joined.count += other.count;
    return joined;
  }

  @Override
  byte[] first() {
    return keys[0];
  }

  @Override
  boolean scan(byte @Nullable [] from, byte[] prefix, EntryVisitor visitor) {
    int start = from == null ? 0 : childOf(from);
    for (int i = start; i < count; i++) {
      if (!children[i].scan(i == start ? from : null, prefix, visitor)) {
        return false;
      }
    }
    return true;
  }
}
