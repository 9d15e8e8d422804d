package org.llmspell.state.migration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.llmspell.core.error.SpellException;

/**
 * Keeps the old bytes in a file that only grows.
 *
 * <pre>
 * LLMSPELL-UNDO 1, and a line feed
 * for each batch:
 *   4 bytes   how many bytes of entries follow
 *   4 bytes   how many entries
 *   4 bytes   CRC-32C of the entries
 *   for each entry: 4 bytes length and the key, 4 bytes length and the old bytes,
 *                   4 bytes checksum of the new bytes
 * </pre>
 */
final class FileUndo implements UndoLog {
  private static final byte[] TITLE = "LLMSPELL-UNDO 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = 12;

  private final Path path;
  private final FileChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  private FileUndo(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A new, empty log; the file and its name are on disk when this returns. */
  static FileUndo create(Path path) {
    try {
      Path folder = Objects.requireNonNull(path.getParent(), "folder");
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      var log = new FileUndo(path, channel);
      log.write(ByteBuffer.wrap(TITLE));
      channel.force(true);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
          entry.force(true);
        }
      }
      return log;
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  /**
   * The log of a file.
   *
   * @throws SpellException of kind Storage when there is no such file
   */
  static FileUndo open(Path path) {
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      var log = new FileUndo(path, channel);
      channel.position(channel.size());
      return log;
    } catch (NoSuchFileException _) {
      throw SpellException.storage(
          "read",
          "The undo file '%s' of a migration is missing; put it back, or restore a backup"
              .formatted(path),
          null);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  @Override
  public long append(Batch batch) {
    long size = HEAD;
    for (Batch.Change change : batch.changes()) {
      size += 12L + change.key().length + change.before().length;
    }
    if (size > Integer.MAX_VALUE - 64) {
      throw SpellException.resourceLimit(
          "Bytes of a batch of a migration", Integer.MAX_VALUE, size);
    }
    if (buffer.capacity() < size) {
      buffer = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - 64L, size + size / 4));
    }
    buffer.clear().position(HEAD);
    for (Batch.Change change : batch.changes()) {
      buffer.putInt(change.key().length).put(change.key());
      buffer.putInt(change.before().length).put(change.before());
      buffer.putInt(UndoLog.check(change.after()));
    }
    int bytes = buffer.position() - HEAD;
    buffer.putInt(0, bytes).putInt(4, batch.size()).putInt(8, crc(buffer.array(), HEAD, bytes));
    try {
      write(buffer.flip());
      channel.force(false);
      return channel.position();
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  @Override
  public void read(long length, Consumer<Entries> reader) {
    try {
      long at = TITLE.length;
      long end = channel.size();
      if (!Arrays.equals(bytes(0, TITLE.length, end), TITLE)) {
        throw damaged(0);
      }
      while (at < end) {
        byte[] head = bytes(at, HEAD, end);
        ByteBuffer numbers = ByteBuffer.wrap(head);
        int size = head.length < HEAD ? -1 : numbers.getInt(0);
        byte[] entries = size < 0 ? new byte[0] : bytes(at + HEAD, size, end);
        boolean sound =
            head.length == HEAD
                && entries.length == size
                && crc(entries, 0, size) == numbers.getInt(8);
        if (!sound) {
          if (at < length) {
            throw damaged(at);
          }
          // The process died while it wrote this: nothing of this batch was changed.
          return;
        }
        reader.accept(new Old(ByteBuffer.wrap(entries), numbers.getInt(4)));
        at += HEAD + size;
      }
      if (at < length) {
        throw damaged(at);
      }
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  /** Bytes of the file; fewer when it ends. */
  private byte[] bytes(long at, int count, long end) throws IOException {
    int there = (int) Math.max(0, Math.min(count, end - at));
    ByteBuffer target = ByteBuffer.allocate(there);
    while (target.hasRemaining() && channel.read(target, at + target.position()) >= 0) {
      // Reads on.
    }
    return target.array();
  }

  private SpellException damaged(long at) {
    return SpellException.storage(
        "read",
        "The undo file '%s' of a migration is damaged at byte %d. Restore a backup"
            .formatted(path, at),
        null);
  }

  @Override
  public void truncate(long length) {
    try {
      if (channel.size() < length) {
        throw damaged(channel.size());
      }
      long end = Math.max(length, TITLE.length);
      channel.truncate(end);
      channel.position(end);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  @Override
  public void delete() {
    close();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  /** Entries of one batch; where each begins is found once. */
  private static final class Old implements Entries {
    private final ByteBuffer bytes;
    private final int[] starts;

    Old(ByteBuffer bytes, int count) {
      this.bytes = bytes;
      this.starts = new int[count];
      int at = 0;
      for (int i = 0; i < count; i++) {
        starts[i] = at;
        at += 4 + bytes.getInt(at);
        at += 8 + bytes.getInt(at);
      }
    }

    @Override
    public int size() {
      return starts.length;
    }

    @Override
    public byte[] key(int index) {
      return slice(starts[index]);
    }

    @Override
    public byte[] before(int index) {
      return slice(valueStart(index));
    }

    @Override
    public int check(int index) {
      int at = valueStart(index);
      return bytes.getInt(at + 4 + bytes.getInt(at));
    }

    private int valueStart(int index) {
      return starts[index] + 4 + bytes.getInt(starts[index]);
    }

    private byte[] slice(int at) {
      byte[] slice = new byte[bytes.getInt(at)];
      bytes.get(at + 4, slice);
      return slice;
    }
  }
}
