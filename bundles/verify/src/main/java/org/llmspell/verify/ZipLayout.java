package org.llmspell.verify;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Reads where the entries of a jar are, by APPNOTE.TXT 6.3, and only what can be read in one way:
 * the central directory, the local headers and the file say the same, every byte belongs to exactly
 * one entry. So whoever reads the jar later, in whatever way, sees what was verified.
 */
final class ZipLayout {
  static final int DESCRIPTOR = 1 << 3;

  private static final int UTF8 = 1 << 11;
  private static final int COMPRESSION_HINT = 3 << 1;
  private static final int KNOWN_FLAGS = DESCRIPTOR | UTF8 | COMPRESSION_HINT;
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int DESCRIPTOR_MARK = 0x08074b50;
  private static final int LOCAL_SIZE = 30;
  private static final int CENTRAL_SIZE = 46;
  private static final int END_SIZE = 22;
  private static final int DESCRIPTOR_SIZE = 12;
  private static final long MAX_DIRECTORY = 64L << 20;
  private static final long IN_ZIP64 = 0xFFFFFFFFL;

  private final RandomAccessFile file;
  private final long length;

  private ZipLayout(RandomAccessFile file) throws IOException {
    this.file = file;
    this.length = file.length();
  }

  /**
   * The entries in the order in which they are in the file.
   *
   * @param maxEntries how many more may be there
   * @param allowed how many are allowed in all, for the message
   */
  static List<ZipItem> read(RandomAccessFile file, int maxEntries, int allowed)
      throws IOException, RefusedException {
    try {
      return new ZipLayout(file).read(maxEntries, allowed);
    } catch (EOFException e) {
      throw new RefusedException("it is not complete: a part of it lies behind its end");
    }
  }

  private List<ZipItem> read(int maxEntries, int allowed) throws IOException, RefusedException {
    ByteBuffer end = end();
    int count = end.getShort(10) & 0xFFFF;
    long size = end.getInt(12) & IN_ZIP64;
    long offset = end.getInt(16) & IN_ZIP64;
    if (end.getShort(4) != 0 || end.getShort(6) != 0 || end.getShort(8) != end.getShort(10)) {
      throw new RefusedException("it is a part of a zip in several files");
    }
    if (count == 0xFFFF || size == IN_ZIP64 || offset == IN_ZIP64) {
      throw new RefusedException(
          "it is in the zip64 format, which is only needed beyond the limits");
    }
    if (count > maxEntries) {
      throw new RefusedException(
          "it has %d entries, but at most %d are allowed (%s)"
              .formatted(count + allowed - maxEntries, allowed, Limits.setting("max_entries")));
    }
    if (offset + size != length - END_SIZE) {
      throw new RefusedException(
          "its directory is not where its end says: at %d with %d bytes".formatted(offset, size));
    }
    if (size > MAX_DIRECTORY) {
      throw new RefusedException(
          "its directory has %s, but at most %s are read"
              .formatted(Limits.text(size), Limits.text(MAX_DIRECTORY)));
    }
    return check(directory(count, offset, size), offset);
  }

  private ByteBuffer end() throws IOException, RefusedException {
    byte[] start = bytes(0, (int) Math.min(4, length));
    boolean zip = start.length == 4 && start[0] == 'P' && start[1] == 'K';
    if (!zip) {
      throw new RefusedException("it is not a jar");
    }
    if (length >= END_SIZE) {
      ByteBuffer end = buffer(length - END_SIZE, END_SIZE);
      if (end.getInt(0) == END && end.getShort(20) == 0) {
        return end;
      }
    }
    throw new RefusedException(
        "it is not complete: it starts like a jar but its end is missing, or is followed by something"
            + " (it has %s); copy it again".formatted(Limits.text(length)));
  }

  private List<ZipItem> directory(int count, long offset, long size)
      throws IOException, RefusedException {
    List<ZipItem> items = new ArrayList<>(count);
    var names = new EntryNames();
    long at = offset;
    for (int i = 0; i < count; i++) {
      if (at + CENTRAL_SIZE > offset + size) {
        throw new RefusedException("its directory ends after %d of %d entries".formatted(i, count));
      }
      ByteBuffer head = buffer(at, CENTRAL_SIZE);
      if (head.getInt(0) != CENTRAL) {
        throw new RefusedException("its directory is damaged at entry %d".formatted(i + 1));
      }
      int nameLength = head.getShort(28) & 0xFFFF;
      if (nameLength > Limits.NAME_BYTES) {
        throw new RefusedException(
            "an entry has a name of %d bytes, but at most %d are allowed"
                .formatted(nameLength, Limits.NAME_BYTES));
      }
      String name = names.add(bytes(at + CENTRAL_SIZE, nameLength));
      items.add(item(name, head));
      at += CENTRAL_SIZE + nameLength + (head.getShort(30) & 0xFFFF) + (head.getShort(32) & 0xFFFF);
    }
    if (at != offset + size) {
      throw new RefusedException("its directory has more in it than %d entries".formatted(count));
    }
    names.finish();
    return items;
  }

  private static ZipItem item(String name, ByteBuffer head) throws RefusedException {
    var item =
        new ZipItem(
            name,
            head.getShort(8) & 0xFFFF,
            head.getShort(10) & 0xFFFF,
            head.getInt(16) & IN_ZIP64,
            head.getInt(20) & IN_ZIP64,
            head.getInt(24) & IN_ZIP64,
            head.getInt(42) & IN_ZIP64,
            0);
    if ((item.flags() & 1) != 0) {
      throw refusal(item, "is encrypted");
    }
    if ((item.flags() & ~KNOWN_FLAGS) != 0) {
      throw refusal(item, "has the flags 0x%x, which a jar does not use".formatted(item.flags()));
    }
    if (item.method() != 0 && item.method() != 8) {
      throw refusal(
          item, "is packed by method %d; a jar uses 0 or 8 (deflate)".formatted(item.method()));
    }
    if (item.packed() == IN_ZIP64 || item.size() == IN_ZIP64 || item.header() == IN_ZIP64) {
      throw refusal(item, "is in the zip64 format, which is only needed beyond the limits");
    }
    if (item.method() == 0 && item.packed() != item.size()) {
      throw refusal(
          item, "is not packed, but has %d bytes of %d".formatted(item.packed(), item.size()));
    }
    if (item.isFolder() && item.size() != 0) {
      throw refusal(item, "is a folder, but has %d bytes".formatted(item.size()));
    }
    return item;
  }

  /** Compares with the local headers, and finds the content. */
  private List<ZipItem> check(List<ZipItem> items, long directory)
      throws IOException, RefusedException {
    List<ZipItem> found = new ArrayList<>(items.size());
    long next = 0;
    for (ZipItem item : items.stream().sorted(Comparator.comparingLong(ZipItem::header)).toList()) {
      if (item.header() < next) {
        throw refusal(item, "lies within another entry");
      }
      if (item.header() > next) {
        throw refusal(
            item, "comes after %d bytes that belong to no entry".formatted(item.header() - next));
      }
      ZipItem placed = local(item);
      if (placed.end() > directory) {
        throw refusal(item, "ends behind the end of the data");
      }
      next = placed.end() + (placed.hasDescriptor() ? descriptor(placed, directory) : 0);
      found.add(placed);
    }
    if (next != directory) {
      throw new RefusedException(
          "there are %d bytes before its directory that belong to no entry"
              .formatted(directory - next));
    }
    return found;
  }

  private ZipItem local(ZipItem item) throws IOException, RefusedException {
    ByteBuffer head = buffer(item.header(), LOCAL_SIZE);
    if (head.getInt(0) != LOCAL) {
      throw refusal(item, "is not where the directory says");
    }
    int nameLength = head.getShort(26) & 0xFFFF;
    int extra = head.getShort(28) & 0xFFFF;
    byte[] name = bytes(item.header() + LOCAL_SIZE, Math.min(nameLength, Limits.NAME_BYTES));
    if (!Arrays.equals(name, item.name().getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      throw refusal(
          item,
          "is called '%s' in its own header"
              .formatted(
                  EntryNames.printable(new String(name, java.nio.charset.StandardCharsets.UTF_8))));
    }
    same(item, "method", item.method(), head.getShort(8) & 0xFFFF);
    same(
        item,
        "flags",
        item.flags() & ~COMPRESSION_HINT,
        head.getShort(6) & 0xFFFF & ~COMPRESSION_HINT);
    boolean later = item.hasDescriptor();
    sameOrLater(item, "check sum", item.crc(), head.getInt(14) & IN_ZIP64, later);
    sameOrLater(item, "packed size", item.packed(), head.getInt(18) & IN_ZIP64, later);
    sameOrLater(item, "size", item.size(), head.getInt(22) & IN_ZIP64, later);
    return item.at(item.header() + LOCAL_SIZE + nameLength + extra);
  }

  /** Returns the size of the descriptor behind the content. */
  private int descriptor(ZipItem item, long directory) throws IOException, RefusedException {
    int room = (int) Math.min(DESCRIPTOR_SIZE + 4, directory - item.end());
    if (room < DESCRIPTOR_SIZE) {
      throw refusal(item, "has no descriptor behind its content");
    }
    ByteBuffer found = buffer(item.end(), room);
    int skip = found.getInt(0) == DESCRIPTOR_MARK && room > DESCRIPTOR_SIZE ? 4 : 0;
    same(item, "check sum", item.crc(), found.getInt(skip) & IN_ZIP64);
    same(item, "packed size", item.packed(), found.getInt(skip + 4) & IN_ZIP64);
    same(item, "size", item.size(), found.getInt(skip + 8) & IN_ZIP64);
    return DESCRIPTOR_SIZE + skip;
  }

  private static void sameOrLater(ZipItem item, String what, long told, long own, boolean later)
      throws RefusedException {
    if (!later || own != 0) {
      same(item, what, told, own);
    }
  }

  private static void same(ZipItem item, String what, long told, long own) throws RefusedException {
    if (told != own) {
      throw refusal(
          item,
          "has the %s %d in the directory but %d in its own header".formatted(what, told, own));
    }
  }

  private ByteBuffer buffer(long at, int size) throws IOException {
    return ByteBuffer.wrap(bytes(at, size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] bytes(long at, int size) throws IOException {
    byte[] bytes = new byte[size];
    file.seek(at);
    file.readFully(bytes);
    return bytes;
  }

  private static RefusedException refusal(ZipItem item, String what) {
    return new RefusedException("entry '%s' %s".formatted(EntryNames.printable(item.name()), what));
  }
}
