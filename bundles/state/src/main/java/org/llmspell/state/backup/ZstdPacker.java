package org.llmspell.state.backup;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import org.llmspell.core.error.SpellException;

/** Each chunk is a zstd frame of its own (RFC 8878). */
final class ZstdPacker implements Packer {
  private final int level;

  /** Says so when there is no native library for this machine. */
  ZstdPacker(int level) {
    this.level = level;
    try {
      var _ = Zstd.compressBound(1);
    } catch (LinkageError e) {
      throw SpellException.configuration(
          "There is no zstd for %s on %s; set runtime.state_persistence.backup.compression_type to lz4"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
          e);
    }
  }

  @Override
  public byte[] pack(byte[] raw, int length) {
    byte[] packed = new byte[Math.toIntExact(Zstd.compressBound(length))];
    long size = Zstd.compressByteArray(packed, 0, packed.length, raw, 0, length, level);
    return Arrays.copyOf(packed, checked(size));
  }

  @Override
  public byte[] unpack(byte[] packed, int rawLength) {
    byte[] raw = new byte[rawLength];
    long size = Zstd.decompressByteArray(raw, 0, rawLength, packed, 0, packed.length);
    if (checked(size) != rawLength) {
      throw new IllegalArgumentException("the unpacked length is wrong");
    }
    return raw;
  }

  private static int checked(long size) {
    if (Zstd.isError(size)) {
      throw new IllegalArgumentException(Zstd.getErrorName(size));
    }
    return Math.toIntExact(size);
  }
}
