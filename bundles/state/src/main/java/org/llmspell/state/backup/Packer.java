package org.llmspell.state.backup;

import java.util.Arrays;

/** Packs chunks. For one thread. */
interface Packer {

  /** Leaves everything as it is. */
  Packer NONE =
      new Packer() {
        @Override
        public byte[] pack(byte[] raw, int length) {
          return Arrays.copyOf(raw, length);
        }

        @Override
        public byte[] unpack(byte[] packed, int rawLength) {
          return packed;
        }
      };

  /** The packed form of the first bytes of an array; may be longer than they are. */
  byte[] pack(byte[] raw, int length);

  /**
   * The bytes that were packed.
   *
   * @throws IllegalArgumentException when that gives anything but the expected number of bytes
   */
  byte[] unpack(byte[] packed, int rawLength);
}
