package org.llmspell.state.backup;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects records into chunks. A data record is: the length of the key, the key, the length of the
 * value plus one (zero: the key was removed), the value. An index record is: how many bytes the key
 * shares with the one before it in the same chunk, the length of the rest, the rest, the first 16
 * bytes of the SHA-256 of the value. Records stand in the order of their keys. For one thread.
 */
final class RecordWriter {
  private static final int CHUNK = 1 << 18;
  private static final byte[] NO_KEY = {};

  private final ChunkWriter chunks;
  private final Bytes data = new Bytes();
  private final Bytes undo = new Bytes();
  private final Bytes index = new Bytes();
  private final MessageDigest digest = Hashes.sha256();
  private byte[] lastIndexed = NO_KEY;
  private long dataRecords;
  private long indexRecords;
  private long dataBytes;

  RecordWriter(ChunkWriter chunks) {
    this.chunks = chunks;
  }

  /** The entry has this value; null when it was removed. */
  void data(byte[] key, byte @Nullable [] value) {
    record(data, ChunkType.DATA, key, value);
    dataRecords++;
    dataBytes += key.length + (value == null ? 0L : value.length);
  }

  /** The entry had this value; null when there was none. */
  void undo(byte[] key, byte @Nullable [] value) {
    record(undo, ChunkType.UNDO, key, value);
  }

  private void record(Bytes buffer, ChunkType type, byte[] key, byte @Nullable [] value) {
    buffer.number(key.length);
    buffer.add(key, 0, key.length);
    buffer.number(value == null ? 0 : Math.addExact(value.length, 1));
    if (value != null) {
      buffer.add(value, 0, value.length);
    }
    if (buffer.length() >= CHUNK) {
      flush(buffer, type);
    }
  }

  /** The state has this entry. */
  void index(byte[] key, byte[] hash) {
    int shared = Math.max(0, Arrays.mismatch(lastIndexed, key));
    index.number(shared);
    index.number(key.length - shared);
    index.add(key, shared, key.length - shared);
    index.add(hash, 0, Hashes.SHORT);
    lastIndexed = key;
    indexRecords++;
    if (index.length() >= CHUNK) {
      flush(index, ChunkType.INDEX);
      lastIndexed = NO_KEY;
    }
  }

  /** The hash that the index keeps of a value. */
  byte[] hash(byte[] value) {
    return Hashes.shortened(digest, value);
  }

  private void flush(Bytes buffer, ChunkType type) {
    if (buffer.length() > 0) {
      chunks.write(type, buffer.array(), buffer.length());
      buffer.clear();
    }
  }

  /** How many data records there are. */
  long dataRecords() {
    return dataRecords;
  }

  /** How many index records there are. */
  long indexRecords() {
    return indexRecords;
  }

  /** How long keys and values of the data records are together. */
  long dataBytes() {
    return dataBytes;
  }

  /** Writes the rest and ends the file; its SHA-256. */
  String finish() {
    flush(data, ChunkType.DATA);
    flush(undo, ChunkType.UNDO);
    flush(index, ChunkType.INDEX);
    return chunks.finish(dataRecords, indexRecords, dataBytes);
  }
}
