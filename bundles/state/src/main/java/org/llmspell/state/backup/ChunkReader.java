package org.llmspell.state.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of some types from a file, one after the other, and checks each. For one thread.
 */
final class ChunkReader implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** The bytes of a chunk, unpacked. */
  @SuppressWarnings("ArrayRecordComponent") // Only carried, never compared.
  record Chunk(ChunkType type, byte[] bytes) {}

  private final Path file;
  private final DataInputStream in;
  private final FileHeader header;
  private final Set<ChunkType> wanted;
  private final Packer packer;
  private final @Nullable ChunkCipher cipher;
  private final long size;
  private int count;
  private boolean ended;

  /** Opens a file to read chunks of some types; the last chunk is among them. */
  ChunkReader(Path file, FileKeys keys, Set<ChunkType> wanted) {
    this.file = file;
    this.wanted = EnumSet.copyOf(wanted);
    FileInputStream raw;
    try {
      raw = new FileInputStream(file.toFile());
    } catch (IOException e) {
      throw Damage.io("read", file, e);
    }
    in = new DataInputStream(new BufferedInputStream(raw, BUFFER));
    try {
      size = raw.getChannel().size();
      header = FileHeader.read(in, file.getFileName());
      packer = header.compression().packer(1);
      cipher =
          header.lock().length == 0
              ? null
              : new ChunkCipher(keys.find(header.lock(), file.getFileName()), header.bytes());
    } catch (IOException e) {
      close();
      throw Damage.io("read", file, e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  FileHeader header() {
    return header;
  }

  /** The next chunk of the wanted types; null after the last one. */
  @Nullable Chunk next() {
    try {
      while (!ended) {
        Chunk chunk = read();
        if (chunk != null) {
          return chunk;
        }
      }
      return null;
    } catch (IOException e) {
      throw Damage.io("read", file, e);
    }
  }

  private @Nullable Chunk read() throws IOException {
    byte[] head = new byte[ChunkWriter.HEAD];
    in.readFully(head);
    var fields = ByteBuffer.wrap(head);
    int code = fields.get();
    int index = fields.getInt();
    int rawLength = fields.getInt();
    int storedLength = fields.getInt();
    if (fields.getInt() != ChunkWriter.crc(head, ChunkWriter.HEAD - 4)) {
      throw damage("the checksum of the head of chunk %d is wrong".formatted(count));
    }
    if (index != count || rawLength < 0 || storedLength < 0) {
      throw damage("chunk %d stands where chunk %d should".formatted(index, count));
    }
    if (storedLength > size) {
      throw new EOFException();
    }
    count++;
    ChunkType type = ChunkType.of(code & ~ChunkWriter.STORED, file.getFileName());
    if (!wanted.contains(type) && type != ChunkType.END) {
      in.skipNBytes(storedLength + 4L);
      return null;
    }
    byte[] stored = new byte[storedLength];
    in.readFully(stored);
    if (in.readInt() != ChunkWriter.crc(stored, storedLength)) {
      throw damage("the checksum of chunk %d is wrong".formatted(index));
    }
    if (type == ChunkType.END) {
      ended = true;
      if (in.read() >= 0) {
        throw damage("it goes on after its end");
      }
    }
    byte[] packed =
        cipher == null ? stored : cipher.open(code, index, rawLength, stored, file.getFileName());
    return new Chunk(type, unpack(code, index, packed, rawLength));
  }

  private byte[] unpack(int code, int index, byte[] packed, int rawLength) {
    if ((code & ChunkWriter.STORED) != 0) {
      if (packed.length != rawLength) {
        throw damage("chunk %d has the wrong length".formatted(index));
      }
      return packed;
    }
    try {
      return packer.unpack(packed, rawLength);
    } catch (IllegalArgumentException e) {
      throw Damage.in(file.getFileName(), "chunk %d can not be unpacked".formatted(index), e);
    }
  }

  private RuntimeException damage(String what) {
    return Damage.in(file.getFileName(), what, null);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw Damage.io("close", file, e);
    }
  }
}
