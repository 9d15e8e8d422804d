package org.llmspell.state.xodus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.state.disk.Failures;

/**
 * Visits the entries of a tree that may be broken. Where reading on fails it looks for the next key
 * that can be reached, in steps that grow, and from there goes back to where it failed: so both
 * sides of a hole are found. A hole costs at most a few hundred searches.
 */
final class DamagedWalk {
  private static final int KEY_BYTES_SHOWN = 16;

  private final Values values;
  private final Transaction transaction;
  private final EntryVisitor visitor;
  private final List<String> problems;
  private long readable;
  private byte[] last = new byte[0];
  private boolean any;

  DamagedWalk(Values values, Transaction transaction, EntryVisitor visitor, List<String> problems) {
    this.values = values;
    this.transaction = transaction;
    this.visitor = visitor;
    this.problems = problems;
  }

  /** How many entries could be read. */
  long run() {
    byte @Nullable [] from = new byte[0];
    while (from != null) {
      from = forward(from) ? null : beyond();
    }
    return readable;
  }

  /** Goes on from a key; whether the end was reached. */
  private boolean forward(byte[] from) {
    try (Cursor cursor = values.cursor(transaction)) {
      if (cursor.getSearchKeyRange(new ArrayByteIterable(from)) == null) {
        return true;
      }
      do {
        accept(cursor);
      } while (cursor.getNext());
      return true;
    } catch (RuntimeException e) {
      problems.add(
          "after the key 0x%s: %s"
              .formatted(
                  HexFormat.of().formatHex(last, 0, Math.min(last.length, KEY_BYTES_SHOWN)),
                  Failures.reason(e)));
      return false;
    }
  }

  private void accept(Cursor cursor) {
    byte[] key = Values.bytes(cursor.getKey());
    if (any && Arrays.compareUnsigned(key, last) <= 0) {
      return;
    }
    byte[] value;
    try {
      value = values.read(transaction, cursor.getValue());
    } finally {
      // Also when the value can not be read: then the search goes on behind it.
      last = key;
      any = true;
    }
    visitor.visit(key, value);
    readable++;
  }

  /** The first key beyond a hole that can be reached; null when there is none. */
  private byte @Nullable [] beyond() {
    for (byte[] candidate : candidates(last)) {
      byte[] start = reach(candidate);
      if (start != null) {
        return start;
      }
    }
    return null;
  }

  private byte @Nullable [] reach(byte[] candidate) {
    try (Cursor cursor = values.cursor(transaction)) {
      if (cursor.getSearchKeyRange(new ArrayByteIterable(candidate)) == null) {
        return null;
      }
      byte[] found = Values.bytes(cursor.getKey());
      return Arrays.compareUnsigned(found, last) > 0 ? backward(cursor, found) : null;
    } catch (RuntimeException e) {
      // Still inside the hole, which is noted already.
      return null;
    }
  }

  /** The smallest key that can be reached by going back from a place. */
  private byte[] backward(Cursor cursor, byte[] found) {
    byte[] smallest = found;
    try {
      while (cursor.getPrev()) {
        byte[] key = Values.bytes(cursor.getKey());
        if (Arrays.compareUnsigned(key, last) <= 0) {
          break;
        }
        smallest = key;
      }
    } catch (RuntimeException e) {
      // The other side of the hole.
      return smallest;
    }
    return smallest;
  }

  /** Greater and greater keys: a zero byte more, then each byte from the last to the first. */
  static List<byte[]> candidates(byte[] key) {
    var candidates = new ArrayList<byte[]>();
    candidates.add(Arrays.copyOf(key, key.length + 1));
    for (int place = Math.max(key.length, 2) - 1; place >= 0; place--) {
      byte[] base = Arrays.copyOf(key, Math.max(key.length, place + 1));
      int now = base[place] & 0xff;
      for (int step = 1; now + step <= 255; step += Math.max(1, step / 4)) {
        byte[] candidate = Arrays.copyOf(base, place + 1);
        candidate[place] = (byte) (now + step);
        candidates.add(candidate);
      }
    }
    return candidates;
  }
}
