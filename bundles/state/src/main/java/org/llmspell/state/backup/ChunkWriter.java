package org.llmspell.state.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file of chunks. A chunk is: type (1 byte; plus {@link #STORED} when it is not packed),
 * its number, the length before and after packing (4 bytes each), a CRC-32C of these 13 bytes, the
 * bytes, a CRC-32C of them. For one thread.
 */
final class ChunkWriter implements AutoCloseable {
  /** Added to the type of a chunk whose bytes are not packed. */
  static final int STORED = 0x40;

  /** The length of what stands before the bytes of a chunk. */
  static final int HEAD = 1 + 4 + 4 + 4 + 4;

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Disk disk;
  private final OutputStream raw;
  private final OutputStream out;
  private final MessageDigest digest = Hashes.sha256();
  private final Packer packer;
  private final @Nullable ChunkCipher cipher;
  private int count;
  private long size;

  /** Begins a file. */
  ChunkWriter(
      Path file, Disk disk, FileHeader header, Packer packer, @Nullable ChunkCipher cipher) {
    this.file = file;
    this.disk = disk;
    this.packer = packer;
    this.cipher = cipher;
    try {
      raw = disk.create(file);
      out = new BufferedOutputStream(raw, BUFFER);
      put(header.bytes());
    } catch (IOException e) {
      throw Damage.io("write", file, e);
    }
  }

  /** Writes a chunk. */
  void write(ChunkType type, byte[] bytes, int length) {
    byte[] packed = packer.pack(bytes, length);
    int code = type.code;
    if (packed.length >= length) {
      packed = Packer.NONE.pack(bytes, length);
      code |= STORED;
    }
    byte[] stored = cipher == null ? packed : cipher.seal(code, count, length, packed);
    var head = ByteBuffer.allocate(HEAD);
    head.put((byte) code).putInt(count).putInt(length).putInt(stored.length);
    head.putInt(crc(head.array(), HEAD - 4));
    try {
      put(head.array());
      put(stored);
      put(ByteBuffer.allocate(4).putInt(crc(stored, stored.length)).array());
    } catch (IOException e) {
      throw Damage.io("write", file, e);
    }
    count++;
  }

  static int crc(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private void put(byte[] bytes) throws IOException {
    digest.update(bytes);
    out.write(bytes);
    size += bytes.length;
  }

  /** How many bytes were written. */
  long size() {
    return size;
  }

  /** Ends the file, makes it survive the loss of power, and returns its SHA-256. */
  String finish(long... totals) {
    var end = ByteBuffer.allocate(Long.BYTES * totals.length);
    for (long total : totals) {
      end.putLong(total);
    }
    write(ChunkType.END, end.array(), end.capacity());
    try {
      out.flush();
      disk.sync(raw);
    } catch (IOException e) {
      throw Damage.io("write", file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() {
    try {
      raw.close(); // what is left in the buffer belongs to a file that was given up
    } catch (IOException e) {
      throw Damage.io("close", file, e);
    }
  }
}
