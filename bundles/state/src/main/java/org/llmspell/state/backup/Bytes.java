package org.llmspell.state.backup;

import java.util.Arrays;

/** Bytes that grow at the end. For one thread. */
final class Bytes {
  private byte[] array = new byte[1 << 12];
  private int length;

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** A number without sign, seven bits a byte, the low ones first. */
  void number(int value) {
    room(5);
    int rest = value;
    while (rest >= 0x80) {
      array[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[length++] = (byte) rest;
  }

  void add(byte[] bytes, int from, int count) {
    room(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
  }

  private void room(int more) {
    int needed = Math.addExact(length, more);
    if (needed > array.length) {
      array =
          Arrays.copyOf(
              array, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * array.length)));
    }
  }
}
