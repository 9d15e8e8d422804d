package org.llmspell.state.store;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/** LZ4 blocks. The library is loaded with the first block. */
final class Lz4 {
  private volatile @Nullable LZ4Factory factory;

  byte[] compress(byte[] source, int from, int length) {
    return factory().fastCompressor().compress(source, from, length);
  }

  byte[] decompress(byte[] source, int from, int length, int originalLength)
      throws PlainReader.FormatException {
    // LZ4 can not shrink anything more than 255 times, so a damaged length asks for no more memory.
    if (originalLength < 0 || originalLength / 255 > length) {
      throw new PlainReader.FormatException("its uncompressed length makes no sense");
    }
    byte[] target = new byte[originalLength];
    try {
      int done =
          factory().safeDecompressor().decompress(source, from, length, target, 0, originalLength);
      if (done != originalLength) {
        throw new PlainReader.FormatException("it is shorter than it should be");
      }
    } catch (LZ4Exception _) {
      throw new PlainReader.FormatException("it can not be decompressed");
    }
    return target;
  }

  private LZ4Factory factory() {
    LZ4Factory known = factory;
    if (known == null) {
      known = create();
      factory = known;
    }
    return known;
  }

  /** The native one is the fastest; the library itself would not choose it inside a bundle. */
  private static LZ4Factory create() {
    try {
      return LZ4Factory.nativeInstance();
    } catch (LinkageError _) {
      return LZ4Factory.fastestJavaInstance();
    }
  }
}
