package org.llmspell.state.memory;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.EntryVisitor;

/** A run of entries. */
final class Leaf extends Node {
  private final byte[][] keys;
  private final byte[][] values;

  Leaf(Edit owner) {
    this(owner, 0, new byte[WIDTH][], new byte[WIDTH][]);
  }

  private Leaf(Edit owner, int count, byte[][] keys, byte[][] values) {
    super(owner, count);
    this.keys = keys;
    this.values = values;
  }

  private Leaf owned(Edit edit) {
    return owner == edit ? this : new Leaf(edit, count, keys.clone(), values.clone());
  }

  @Override
  byte @Nullable [] get(byte[] key) {
    int place = find(keys, count, key);
    return place < 0 ? null : values[place];
  }

  @Override
  Node put(byte[] key, byte[] value, Edit edit) {
    Leaf leaf = owned(edit);
    int place = find(keys, count, key);
    if (place >= 0) {
      leaf.values[place] = value;
    } else {
      leaf.insert(-1 - place, key, value);
      edit.added++;
    }
    return leaf;
  }

  private void insert(int place, byte[] key, byte[] value) {
    System.arraycopy(keys, place, keys, place + 1, count - place);
    System.arraycopy(values, place, values, place + 1, count - place);
    keys[place] = key;
    values[place] = value;
    count++;
  }

  @Override
  @SuppressWarnings("NullAway") // Slots that are not in use are null.
  Node remove(byte[] key, Edit edit) {
    int place = find(keys, count, key);
    if (place < 0) {
      return this;
    }
    Leaf leaf = owned(edit);
    leaf.count--;
    System.arraycopy(leaf.keys, place + 1, leaf.keys, place, leaf.count - place);
    System.arraycopy(leaf.values, place + 1, leaf.values, place, leaf.count - place);
    leaf.keys[leaf.count] = null;
    leaf.values[leaf.count] = null;
    edit.added--;
    return leaf;
  }

  @Override
  @SuppressWarnings("NullAway") // Slots that are not in use are null.
  Node split(Edit edit) {
    int half = count / 2;
    var right = new Leaf(edit);
    right.count = count - half;
    System.arraycopy(keys, half, right.keys, 0, right.count);
    System.arraycopy(values, half, right.values, 0, right.count);
    for (int i = half; i < count; i++) {
      keys[i] = null;
      values[i] = null;
    }
    count = half;
    return right;
  }

  @Override
  Node join(Node right, Edit edit) {
    Leaf joined = owned(edit);
    Leaf other = (Leaf) right;
    System.arraycopy(other.keys, 0, joined.keys, joined.count, other.count);
    System.arraycopy(other.values, 0, joined.values, joined.count, other.count);
    joined.count += other.count;
    return joined;
  }

  @Override
  byte[] first() {
    return keys[0];
  }

  @Override
  boolean scan(byte @Nullable [] from, byte[] prefix, EntryVisitor visitor) {
    int start = from == null ? 0 : find(keys, count, from);
    for (int i = start < 0 ? -1 - start : start; i < count; i++) {
      if (!Tree.startsWith(keys[i], prefix) || !visitor.visit(keys[i], values[i])) {
        return false;
      }
    }
    return true;
  }
}
