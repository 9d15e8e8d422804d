package org.llmspell.state.backup;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Each chunk is an LZ4 block. */
final class Lz4Packer implements Packer {
  private static final int FAST = 3;

  private final LZ4Compressor compressor;
  private final LZ4SafeDecompressor decompressor;

  /** Up to level 3 the fast compressor, above the one that searches longer. */
  Lz4Packer(int level) {
    LZ4Factory factory = factory();
    compressor = level <= FAST ? factory.fastCompressor() : factory.highCompressor(level);
    decompressor = factory.safeDecompressor();
  }

  /** Asks for the native code by name: the library never offers it to code in a bundle. */
  private static LZ4Factory factory() {
    try {
      return LZ4Factory.nativeInstance();
    } catch (LinkageError | RuntimeException _) {
      return LZ4Factory.safeInstance(); // slower, the same bytes
    }
  }

  @Override
  public byte[] pack(byte[] raw, int length) {
    return compressor.compress(raw, 0, length);
  }

  @Override
  public byte[] unpack(byte[] packed, int rawLength) {
    byte[] raw = new byte[rawLength];
    try {
      if (decompressor.decompress(packed, 0, packed.length, raw, 0, rawLength) != rawLength) {
        throw new IllegalArgumentException("the unpacked length is wrong");
      }
    } catch (LZ4Exception e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return raw;
  }
}
