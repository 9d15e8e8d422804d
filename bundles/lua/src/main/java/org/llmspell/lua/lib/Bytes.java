package org.llmspell.lua.lib;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.luaj.vm2.LuaString;

/** Collects bytes for a result string, and pays for them. */
final class Bytes {
  private final Budget budget;
  private byte[] data = new byte[64];
  private int length;

  Bytes(Budget budget) {
    this.budget = budget;
  }

  Bytes append(LuaString text) {
    return append(text, 0, text.length());
  }

  Bytes append(LuaString text, int from, int count) {
    reserve(count);
    text.copyInto(from, data, length, count);
    length += count;
    return this;
  }

  Bytes append(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return append(bytes, 0, bytes.length);
  }

  Bytes append(byte[] bytes, int from, int count) {
    reserve(count);
    System.arraycopy(bytes, from, data, length, count);
    length += count;
    return this;
  }

  Bytes append(int b) {
    reserve(1);
    data[length++] = (byte) b;
    return this;
  }

  Bytes blanks(int count) {
    reserve(count);
    Arrays.fill(data, length, length + count, (byte) ' ');
    length += count;
    return this;
  }

  int length() {
    return length;
  }

  private void reserve(int more) {
    long needed = (long) length + more;
    if (needed > data.length) {
      long capacity = Math.max(needed, 2L * data.length);
      budget.allocate(capacity);
      data = Arrays.copyOf(data, (int) Math.min(capacity, Integer.MAX_VALUE - 8));
    }
  }

  LuaString toLuaString() {
    return LuaString.valueUsing(Arrays.copyOf(data, length));
  }
}
