package org.llmspell.state.xodus;

import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.bindings.LongBinding;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a store. Xodus takes no value that is longer than a log file, so long ones are cut
 * and kept in a store of their own; the entry then has only the number of its value. The first byte
 * of a value says which of the two it is.
 */
final class Values {
  private static final byte WHOLE = 0;
  private static final byte CUT = 1;
  private static final int PIECE = 1 << 20;
  private static final String ENTRIES = "entries";
  private static final String PIECES = "pieces";

  private final Store entries;
  private final Store pieces;

  private Values(Store entries, Store pieces) {
    this.entries = entries;
    this.pieces = pieces;
  }

  /** The entries of an environment; makes the stores in it unless it is read-only. */
  static Values of(Environment environment) {
    return environment.computeInTransaction(transaction ->
        new Values(
            // Keys begin alike, which a tree of prefixes keeps once: writes cost half.
            environment.openStore(
                ENTRIES, StoreConfig.WITHOUT_DUPLICATES_WITH_PREFIXING, transaction),
            environment.openStore(PIECES, StoreConfig.WITHOUT_DUPLICATES, transaction)));
  }

  long count(Transaction transaction) {
    return entries.count(transaction);
  }

  /** Reads the roots, after which several threads may share a read-only transaction. */
  void prepare(Transaction transaction) {
    entries.count(transaction);
    pieces.count(transaction);
  }

  byte @Nullable [] get(Transaction transaction, byte[] key) {
    ByteIterable value = entries.get(transaction, new ArrayByteIterable(key));
    return value == null ? null : read(transaction, value);
  }

  void put(Transaction transaction, byte[] key, byte[] value) {
    dropPieces(transaction, key);
    byte[] stored = value.length > PIECE ? cut(transaction, value) : whole(value);
    entries.put(transaction, new ArrayByteIterable(key), new ArrayByteIterable(stored));
  }

  void delete(Transaction transaction, byte[] key) {
    dropPieces(transaction, key);
    entries.delete(transaction, new ArrayByteIterable(key));
  }

  Cursor cursor(Transaction transaction) {
    return entries.openCursor(transaction);
  }

  /** The value that an entry stands for. */
  byte[] read(Transaction transaction, ByteIterable stored) {
    byte[] bytes = stored.getBytesUnsafe();
    int length = stored.getLength();
    if (bytes[0] == WHOLE) {
      return Arrays.copyOfRange(bytes, 1, length);
    }
    return join(transaction, new ArrayByteIterable(Arrays.copyOfRange(bytes, 1, length)));
  }

  static byte[] bytes(ByteIterable iterable) {
    return Arrays.copyOf(iterable.getBytesUnsafe(), iterable.getLength());
  }

  private static byte[] whole(byte[] value) {
    byte[] stored = new byte[value.length + 1];
    stored[0] = WHOLE;
    System.arraycopy(value, 0, stored, 1, value.length);
    return stored;
  }

  /** The entry of a long value: its first and last number among the pieces. */
  private byte[] cut(Transaction transaction, byte[] value) {
    long first = nextPiece(transaction);
    long number = first;
    for (int at = 0; at < value.length; at += PIECE) {
      byte[] piece = Arrays.copyOfRange(value, at, Math.min(value.length, at + PIECE));
      pieces.put(transaction, LongBinding.longToEntry(number++), new ArrayByteIterable(piece));
    }
    byte[] stored = new byte[1 + 2 * Long.BYTES];
    stored[0] = CUT;
    copy(LongBinding.longToEntry(first), stored, 1);
    copy(LongBinding.longToEntry(number - 1), stored, 1 + Long.BYTES);
    return stored;
  }

  private static void copy(ByteIterable from, byte[] to, int at) {
    System.arraycopy(from.getBytesUnsafe(), 0, to, at, from.getLength());
  }

  private long nextPiece(Transaction transaction) {
    try (Cursor cursor = pieces.openCursor(transaction)) {
      return cursor.getLast() ? LongBinding.entryToLong(cursor.getKey()) + 1 : 0;
    }
  }

  private byte[] join(Transaction transaction, ArrayByteIterable range) {
    long first = LongBinding.entryToLong(range.subIterable(0, Long.BYTES));
    long last = LongBinding.entryToLong(range.subIterable(Long.BYTES, Long.BYTES));
    byte[] value = new byte[0];
    for (long number = first; number <= last; number++) {
      ByteIterable piece = pieces.get(transaction, LongBinding.longToEntry(number));
      if (piece == null) {
        throw new IllegalStateException("a piece of a long value is missing");
      }
      if (number == first) {
        value = new byte[Math.toIntExact((last - first + 1) * PIECE)];
      }
      System.arraycopy(
          piece.getBytesUnsafe(), 0, value, (int) (number - first) * PIECE, piece.getLength());
      if (number == last) {
        value = Arrays.copyOf(value, (int) (last - first) * PIECE + piece.getLength());
      }
    }
    return value;
  }

  private void dropPieces(Transaction transaction, byte[] key) {
    if (pieces.count(transaction) == 0) {
      return;
    }
    ByteIterable old = entries.get(transaction, new ArrayByteIterable(key));
    if (old == null || old.getLength() == 0 || old.getBytesUnsafe()[0] != CUT) {
      return;
    }
    var range = new ArrayByteIterable(Arrays.copyOfRange(old.getBytesUnsafe(), 1, old.getLength()));
    long first = LongBinding.entryToLong(range.subIterable(0, Long.BYTES));
    long last = LongBinding.entryToLong(range.subIterable(Long.BYTES, Long.BYTES));
    for (long number = first; number <= last; number++) {
      pieces.delete(transaction, LongBinding.longToEntry(number));
    }
  }
}
