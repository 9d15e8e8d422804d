package org.llmspell.state.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.state.disk.Failures;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Visits the entries of a store that may be broken. Where reading on fails it looks for the next
 * key that can be reached, in steps that grow, and from there goes back to where it failed: so both
 * sides of a hole are found.
 */
final class DamagedWalk {
  private static final int KEY_BYTES_SHOWN = 16;

  private final RocksDB store;
  private final EntryVisitor visitor;
  private final List<String> problems;
  private long readable;
  private byte[] last = new byte[0];
  private boolean any;

  DamagedWalk(RocksDB store, EntryVisitor visitor, List<String> problems) {
    this.store = store;
    this.visitor = visitor;
    this.problems = problems;
  }

  /** How many entries could be read. */
  long run() {
    byte @Nullable [] from = new byte[0];
    try (var options = new ReadOptions().setFillCache(false)) {
      while (from != null) {
        from = forward(options, from) ? null : beyond(options);
      }
    }
    return readable;
  }

  /** Goes on from a key; whether the end was reached. */
  private boolean forward(ReadOptions options, byte[] from) {
    try (RocksIterator entries = store.newIterator(options)) {
      for (entries.seek(from); entries.isValid(); entries.next()) {
        byte[] key = entries.key();
        if (!any || Arrays.compareUnsigned(key, last) > 0) {
          visitor.visit(key, entries.value());
          readable++;
          last = key;
          any = true;
        }
      }
      entries.status();
      return true;
    } catch (RocksDBException e) {
      problems.add(
          "after the key 0x%s: %s"
              .formatted(
                  HexFormat.of().formatHex(last, 0, Math.min(last.length, KEY_BYTES_SHOWN)),
                  Failures.reason(e)));
      return false;
    }
  }

  /** The first key beyond a hole that can be reached; null when there is none. */
  private byte @Nullable [] beyond(ReadOptions options) {
    for (byte[] candidate : candidates(last)) {
      try (RocksIterator entries = store.newIterator(options)) {
        entries.seek(candidate);
        if (entries.isValid() && Arrays.compareUnsigned(entries.key(), last) > 0) {
          return backward(entries);
        }
      }
    }
    return null;
  }

  /** The smallest key that can be reached by going back from a place. */
  private byte[] backward(RocksIterator entries) {
    byte[] smallest = entries.key();
    for (entries.prev(); entries.isValid(); entries.prev()) {
      byte[] key = entries.key();
      if (Arrays.compareUnsigned(key, last) <= 0) {
        break;
      }
      smallest = key;
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
