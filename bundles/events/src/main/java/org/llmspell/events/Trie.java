package org.llmspell.events;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tree of characters with a value at the end of each key. One thread changes it at a time; others
 * may look at it meanwhile without a lock and see each key either with or without the change.
 *
 * @param <V> the values
 */
final class Trie<V> {
  private final boolean backwards;
  private final Node<V> root = new Node<>();

  /** An empty tree. Backwards means that keys are read from their end. */
  Trie(boolean backwards) {
    this.backwards = backwards;
  }

  private static final class Node<V> {
    volatile @Nullable V value;
    volatile Children<V> children = Children.none();

    boolean isEmpty() {
      return value == null && children.keys.length == 0;
    }
  }

  /** Sorted by key; replaced as a whole. */
  private static final class Children<V> {
    private static final Children<?> NONE = new Children<>(new char[0], new Node<?>[0]);

    final char[] keys;
    final Node<?>[] nodes;

    Children(char[] keys, Node<?>[] nodes) {
      this.keys = keys;
      this.nodes = nodes;
    }

    @SuppressWarnings("unchecked") // it holds no node
    static <V> Children<V> none() {
      return (Children<V>) NONE;
    }

    @SuppressWarnings("unchecked") // only nodes of V are added
    @Nullable Node<V> get(char key) {
      int index = keys.length == 1 ? (keys[0] == key ? 0 : -1) : Arrays.binarySearch(keys, key);
      return index < 0 ? null : (Node<V>) nodes[index];
    }

    Children<V> with(char key, Node<V> node) {
      int index = -Arrays.binarySearch(keys, key) - 1;
      char[] newKeys = new char[keys.length + 1];
      var newNodes = new Node<?>[nodes.length + 1];
      System.arraycopy(keys, 0, newKeys, 0, index);
      System.arraycopy(nodes, 0, newNodes, 0, index);
      System.arraycopy(keys, index, newKeys, index + 1, keys.length - index);
      System.arraycopy(nodes, index, newNodes, index + 1, nodes.length - index);
      newKeys[index] = key;
      newNodes[index] = node;
      return new Children<>(newKeys, newNodes);
    }

    Children<V> without(char key) {
      int index = Arrays.binarySearch(keys, key);
      char[] newKeys = new char[keys.length - 1];
      var newNodes = new Node<?>[nodes.length - 1];
      System.arraycopy(keys, 0, newKeys, 0, index);
      System.arraycopy(nodes, 0, newNodes, 0, index);
      System.arraycopy(keys, index + 1, newKeys, index, newKeys.length - index);
      System.arraycopy(nodes, index + 1, newNodes, index, newNodes.length - index);
      return new Children<>(newKeys, newNodes);
    }
  }

  private char at(String key, int index) {
    return key.charAt(backwards ? key.length() - 1 - index : index);
  }

  /** The value of a key, made when it is not there. */
  V computeIfAbsent(String key, Supplier<V> make) {
    Node<V> node = node(key);
    V value = node.value;
    if (value == null) {
      value = make.get();
      node.value = value;
    }
    return value;
  }

  /** Sets the value of a key. */
  void put(String key, V value) {
    node(key).value = value;
  }

  private Node<V> node(String key) {
    Node<V> node = root;
    for (int i = 0; i < key.length(); i++) {
      Node<V> next = node.children.get(at(key, i));
      if (next == null) {
        next = new Node<>();
        node.children = node.children.with(at(key, i), next);
      }
      node = next;
    }
    return node;
  }

  /** The value of a key; null when there is none. */
  @Nullable V get(String key) {
    Node<V> node = root;
    for (int i = 0; i < key.length() && node != null; i++) {
      node = node.children.get(at(key, i));
    }
    return node == null ? null : node.value;
  }

  /** Forgets a key and what only it needed. */
  void remove(String key) {
    remove(root, key, 0);
  }

  private void remove(Node<V> node, String key, int index) {
    if (index == key.length()) {
      node.value = null;
      return;
    }
    Node<V> child = node.children.get(at(key, index));
    if (child != null) {
      remove(child, key, index + 1);
      if (child.isEmpty()) {
        node.children = node.children.without(at(key, index));
      }
    }
  }

  /** Whether nothing is in it. */
  boolean isEmpty() {
    return root.isEmpty();
  }

  /** Looks at the value of a key that was found in a text. */
  @FunctionalInterface
  interface Visitor<V> {
    /** Looks at a value whose key has the given length. */
    void found(V value, int length);
  }

  /** Visits the values of all keys that a piece of text begins with (backwards: ends with). */
  void visit(String text, int from, int to, Visitor<V> visitor) {
    Node<V> node = root;
    int steps = to - from;
    for (int i = 0; node != null; i++) {
      V value = node.value;
      if (value != null) {
        visitor.found(value, i);
      }
      if (i == steps) {
        return;
      }
      node = node.children.get(text.charAt(backwards ? to - 1 - i : from + i));
    }
  }
}
