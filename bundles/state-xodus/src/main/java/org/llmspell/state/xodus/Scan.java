package org.llmspell.state.xodus;

import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Transaction;
import org.llmspell.core.state.backend.EntryVisitor;

/** Goes through the entries with a prefix. */
final class Scan {
  private Scan() {}

  static void run(
      Values values, Transaction transaction, byte[] prefix, byte[] from, EntryVisitor visitor) {
    byte[] start = Arrays.compareUnsigned(from, prefix) < 0 ? prefix : from;
    try (Cursor cursor = values.cursor(transaction)) {
      if (cursor.getSearchKeyRange(new ArrayByteIterable(start)) == null) {
        return;
      }
      do {
        byte[] key = Values.bytes(cursor.getKey());
        if (!startsWith(key, prefix)
            || !visitor.visit(key, values.read(transaction, cursor.getValue()))) {
          return;
        }
      } while (cursor.getNext());
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
