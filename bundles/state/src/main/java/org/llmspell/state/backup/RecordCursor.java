package org.llmspell.state.backup;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Walks through the records of one type in a file, and checks their order and their number. */
final class RecordCursor implements Cursor {
  private static final byte[] NOTHING = {};

  private final String name;
  private final ChunkType type;
  private final ChunkReader chunks;
  private byte[] chunk = NOTHING;
  private int at;
  private long count;
  private boolean ended;
  private byte[] key = NOTHING;
  private byte @Nullable [] value;

  RecordCursor(Path file, FileKeys keys, ChunkType type) {
    this.name = String.valueOf(file.getFileName());
    this.type = type;
    this.chunks = new ChunkReader(file, keys, EnumSet.of(type));
  }

  FileHeader header() {
    return chunks.header();
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte @Nullable [] value() {
    return value;
  }

  @Override
  public boolean next() {
    while (at == chunk.length) {
      if (ended || !load()) {
        return false;
      }
    }
    byte[] before = key;
    try {
      if (type == ChunkType.INDEX) {
        readIndex();
      } else {
        readRecord();
      }
    } catch (IndexOutOfBoundsException e) {
      throw Damage.in(name, "a record reaches beyond its chunk", e);
    }
    if (count++ > 0 && Arrays.compareUnsigned(before, key) >= 0) {
      throw Damage.in(name, "its records are out of order", null);
    }
    return true;
  }

  private void readRecord() {
    key = take(number());
    int length = number();
    value = length == 0 ? null : take(length - 1);
  }

  private void readIndex() {
    int shared = number();
    int rest = number();
    if (shared > key.length || rest < 0) {
      throw new IndexOutOfBoundsException();
    }
    byte[] suffix = take(rest);
    byte[] whole = Arrays.copyOf(key, shared + rest);
    System.arraycopy(suffix, 0, whole, shared, rest);
    key = whole;
    value = take(Hashes.SHORT);
  }

  private boolean load() {
    ChunkReader.Chunk next = chunks.next();
    if (next == null) {
      ended = true;
      return false;
    }
    if (next.type() == ChunkType.END) {
      ended = true;
      checkTotals(next.bytes());
      return false;
    }
    chunk = next.bytes();
    at = 0;
    return true;
  }

  private void checkTotals(byte[] bytes) {
    if (bytes.length < 2 * Long.BYTES) {
      throw Damage.in(name, "its end is too short", null);
    }
    var totals = ByteBuffer.wrap(bytes);
    long data = totals.getLong();
    long index = totals.getLong();
    long expected = type == ChunkType.INDEX ? index : data;
    if (expected != count) {
      throw Damage.in(name, "it has %d records instead of %d".formatted(count, expected), null);
    }
  }

  private int number() {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      int next = chunk[at++];
      result |= (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new IndexOutOfBoundsException();
  }

  private byte[] take(int length) {
    if (length < 0 || length > chunk.length - at) {
      throw new IndexOutOfBoundsException();
    }
    at += length;
    return Arrays.copyOfRange(chunk, at - length, at);
  }

  @Override
  public void close() {
    chunks.close();
  }
}
