package org.llmspell.state.backup;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * How a file begins: eight letters, then version, kind, compression, the id, the id of the parent
 * (empty when there is none), and what is needed to find the key (empty when it is not encrypted);
 * at the end a CRC-32C of all that.
 *
 * @param kind what the file holds
 * @param compression how its chunks are compressed
 * @param id of the backup or of the restore
 * @param parentId the backup that it builds on, or empty
 * @param lock what finds the key, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // Only carried, never compared.
record FileHeader(FileKind kind, Compression compression, String id, String parentId, byte[] lock) {
  private static final byte[] MAGIC = "LLMSPBAK".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int MAX_TEXT = 1 << 12;
  private static final int FIXED = 8 + 3;

  /** The bytes with which the file begins. */
  byte[] bytes() {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] parentBytes = parentId.getBytes(StandardCharsets.UTF_8);
    var buffer =
        ByteBuffer.allocate(FIXED + 6 + idBytes.length + parentBytes.length + lock.length + 4);
    buffer.put(MAGIC).put((byte) VERSION).put((byte) kind.code).put((byte) compression.code);
    for (byte[] part : new byte[][] {idBytes, parentBytes, lock}) {
      buffer.putShort((short) part.length).put(part);
    }
    var crc = new CRC32C();
    crc.update(buffer.array(), 0, buffer.position());
    buffer.putInt((int) crc.getValue());
    return buffer.array();
  }

  /** Reads the beginning of a file. */
  static FileHeader read(DataInputStream in, Object file) throws IOException {
    byte[] fixed = new byte[FIXED];
    in.readFully(fixed);
    if (!Arrays.equals(fixed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw Damage.in(file, "it does not begin like a backup", null);
    }
    byte[][] parts = new byte[3][];
    var crc = new CRC32C();
    crc.update(fixed);
    for (int i = 0; i < parts.length; i++) {
      int length = in.readUnsignedShort();
      if (length > MAX_TEXT) {
        throw Damage.in(file, "its header is wrong", null);
      }
      parts[i] = new byte[length];
      in.readFully(parts[i]);
      crc.update(length >> 8);
      crc.update(length);
      crc.update(parts[i]);
    }
    if (in.readInt() != (int) crc.getValue()) {
      throw Damage.in(file, "the checksum of its header is wrong", null);
    }
    if (fixed[8] != VERSION) {
      throw Damage.in(
          file, "it has the format %d, but only %d is known".formatted(fixed[8], VERSION), null);
    }
    return new FileHeader(
        FileKind.of(fixed[9], file),
        Compression.of(fixed[10], file),
        new String(parts[0], StandardCharsets.UTF_8),
        new String(parts[1], StandardCharsets.UTF_8),
        parts[2]);
  }
}
