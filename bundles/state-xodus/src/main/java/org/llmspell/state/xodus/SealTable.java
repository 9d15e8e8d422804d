package org.llmspell.state.xodus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.state.disk.Boot;

/**
 * The seals of a closed store, as read from its file. The layout, all numbers little-endian: magic
 * number, whether the store was closed cleanly, which start of the machine it was open in, five
 * spare numbers; then slots of four numbers each: address of a log file plus one or zero when the
 * slot is free, seal of what was written, seal of what was synced, spare.
 *
 * @param clean whether the store was closed and not just left
 * @param boot the start of the machine; zero when unknown
 * @param seals by the address of the log file
 */
record SealTable(boolean clean, long boot, NavigableMap<Long, Slot> seals) {
  static final String FILE = "seals";
  static final long MAGIC = 0x3153_4c41_4553_4c4cL;
  static final int HEAD = 64;
  static final int SLOT = 32;
  static final int CLEAN_AT = 8;
  static final int BOOT_AT = 16;

  /** What is known about one log file, and where in the table that is. */
  record Slot(long place, Seal written, Seal synced) {}

  /** What of a file must be there. */
  Seal required(Slot slot) {
    return !clean && Boot.mayHaveLostPower(boot) ? slot.synced() : slot.written();
  }

  /** The table of a folder; null when there is no file or it is none of ours. */
  static @Nullable SealTable read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.limit() < HEAD || bytes.getLong(0) != MAGIC) {
      return null;
    }
    var seals = new TreeMap<Long, Slot>();
    for (int at = HEAD; at + SLOT <= bytes.limit(); at += SLOT) {
      long address = bytes.getLong(at) - 1;
      if (address >= 0) {
        seals.put(
            address, new Slot(at, Seal.of(bytes.getLong(at + 8)), Seal.of(bytes.getLong(at + 16))));
      }
    }
    return new SealTable(bytes.getLong(CLEAN_AT) == 1, bytes.getLong(BOOT_AT), seals);
  }
}
