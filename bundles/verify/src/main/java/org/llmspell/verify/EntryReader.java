package org.llmspell.verify;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the entries of one jar, in pieces; counts what comes out, and compares it with what the
 * headers say. Used by one thread.
 */
final class EntryReader implements AutoCloseable {
  private static final int PIECE = 32 * 1024;

  private final RandomAccessFile file;
  private final Budget budget;
  private final Inflater inflater = new Inflater(true);
  private final byte[] packed = new byte[PIECE];
  private final byte[] piece = new byte[PIECE];
  private final CRC32 crc = new CRC32();
  private ZipItem item = new ZipItem("", 0, 0, 0, 0, 0, 0, 0);
  private long left;
  private long soFar;
  private int pieceLength;

  EntryReader(RandomAccessFile file, Budget budget) {
    this.file = file;
    this.budget = budget;
  }

  /** Begins with an entry, and reads its first piece. */
  void open(ZipItem next) throws IOException, RefusedException {
    item = next;
    left = next.packed();
    soFar = 0;
    crc.reset();
    inflater.reset();
    file.seek(next.data());
    fill();
  }

  /** Whether the content begins with these bytes. */
  boolean startsWith(int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= pieceLength || (piece[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** An unsigned number of two bytes in the first piece; 0 when it is too short. */
  int shortAt(int index) {
    return index + 1 < pieceLength ? (piece[index] & 0xFF) << 8 | piece[index + 1] & 0xFF : 0;
  }

  /** All of the content. */
  byte[] all(int limit) throws IOException, RefusedException {
    if (item.size() > limit) {
      throw refusal(
          "has %s, but at most %s are allowed for its kind"
              .formatted(Limits.text(item.size()), Limits.text(limit)));
    }
    byte[] all = new byte[(int) item.size()];
    int at = 0;
    for (; pieceLength > 0; fill()) {
      if (pieceLength > all.length - at) {
        throw wrongSize();
      }
      System.arraycopy(piece, 0, all, at, pieceLength);
      at += pieceLength;
    }
    finish();
    return at == all.length ? all : Arrays.copyOf(all, at);
  }

  void copy(OutputStream to) throws IOException, RefusedException {
    for (; pieceLength > 0; fill()) {
      to.write(piece, 0, pieceLength);
    }
    finish();
  }

  void skip() throws IOException, RefusedException {
    while (pieceLength > 0) {
      fill();
    }
    finish();
  }

  private void fill() throws IOException, RefusedException {
    pieceLength = item.method() == 0 ? stored() : inflated();
    crc.update(piece, 0, pieceLength);
    soFar += pieceLength;
    budget.unpack(item, soFar, pieceLength);
    if (soFar > item.size()) {
      throw wrongSize();
    }
  }

  private int stored() throws IOException {
    int size = (int) Math.min(piece.length, left);
    file.readFully(piece, 0, size);
    left -= size;
    return size;
  }

  private int inflated() throws IOException, RefusedException {
    try {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (left == 0) {
            throw refusal("is damaged: its end is missing; copy the jar again");
          }
          int size = (int) Math.min(packed.length, left);
          file.readFully(packed, 0, size);
          left -= size;
          inflater.setInput(packed, 0, size);
        }
        int size = inflater.inflate(piece);
        if (size > 0) {
          return size;
        }
        if (inflater.needsDictionary()) {
          throw refusal("needs a dictionary, which a jar has not");
        }
      }
      return 0;
    } catch (DataFormatException e) {
      throw refusal("is damaged: it can not be unpacked; copy the jar again");
    }
  }

  private void finish() throws RefusedException {
    if (soFar != item.size()) {
      throw wrongSize();
    }
    if (item.method() != 0 && left + inflater.getRemaining() > 0) {
      throw refusal("has %d bytes behind its content".formatted(left + inflater.getRemaining()));
    }
    if (crc.getValue() != item.crc()) {
      throw refusal("is damaged: its check sum is wrong; copy the jar again");
    }
  }

  private RefusedException wrongSize() {
    return refusal(
        "has %s%d bytes unpacked, but its header says %d"
            .formatted(soFar > item.size() ? "more than " : "", soFar, item.size()));
  }

  private RefusedException refusal(String what) {
    return new RefusedException("entry '%s' %s".formatted(EntryNames.printable(item.name()), what));
  }

  @Override
  public void close() {
    inflater.end();
  }
}
