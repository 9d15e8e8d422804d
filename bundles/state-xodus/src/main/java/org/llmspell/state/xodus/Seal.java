package org.llmspell.state.xodus;

import java.util.zip.CRC32C;

/**
 * How long a file is and the checksum of so much of it; packed into one long, which is written at
 * once, so that a process that dies leaves either the old or the new one.
 */
record Seal(int length, int checksum) {
  static final Seal EMPTY = new Seal(0, (int) new CRC32C().getValue());

  static Seal of(long packed) {
    return new Seal((int) (packed >>> 32), (int) packed);
  }

  static Seal of(long length, CRC32C checksum) {
    return new Seal(Math.toIntExact(length), (int) checksum.getValue());
  }

  long packed() {
    return ((long) length << 32) | (checksum & 0xffff_ffffL);
  }
}
