package org.llmspell.state.rocksdb;

import java.util.Arrays;
import org.llmspell.core.state.backend.EntryVisitor;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Goes through the entries with a prefix. */
final class Scan {
  private Scan() {}

  static void run(
      RocksDB store, ReadOptions options, byte[] prefix, byte[] from, EntryVisitor visitor)
      throws RocksDBException {
    byte[] start = Arrays.compareUnsigned(from, prefix) < 0 ? prefix : from;
    try (RocksIterator entries = store.newIterator(options)) {
      for (entries.seek(start); entries.isValid(); entries.next()) {
        byte[] key = entries.key();
        if (!startsWith(key, prefix) || !visitor.visit(key, entries.value())) {
          return;
        }
      }
      entries.status();
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
