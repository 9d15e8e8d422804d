package org.llmspell.state.xodus;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Checksums of beginnings of files. An interrupted thread can read them too. */
final class Checksums {
  private static final int CHUNK = 1 << 16;

  private Checksums() {}

  /** The checksum of the first bytes; of less when the file is shorter. */
  static CRC32C of(Path file, long length) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      return of(open, length);
    }
  }

  /** Leaves the file position behind what was read. */
  static CRC32C of(RandomAccessFile file, long length) throws IOException {
    var checksum = new CRC32C();
    byte[] chunk = new byte[CHUNK];
    file.seek(0);
    long left = length;
    while (left > 0) {
      int read = file.read(chunk, 0, (int) Math.min(CHUNK, left));
      if (read < 0) {
        break;
      }
      checksum.update(chunk, 0, read);
      left -= read;
    }
    return checksum;
  }

  static boolean fits(Path file, Seal seal) throws IOException {
    return (int) of(file, seal.length()).getValue() == seal.checksum();
  }
}
