package org.llmspell.state.xodus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jetbrains.exodus.io.Block;
import jetbrains.exodus.io.DataReader;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.disk.Failures;

/**
 * Reads the log files for Xodus. A file is compared with its seal when something of it is read for
 * the first time, so flipped bits are found, and opening a large store stays quick. Thread-safe.
 */
final class LogReader implements DataReader {
  private final Path folder;
  private final Map<Long, Seal> unchecked = new ConcurrentHashMap<>();
  private final OpenFiles files;
  private final boolean lenient;

  private LogReader(Path folder, boolean lenient) {
    this.folder = folder;
    this.files = new OpenFiles(folder);
    this.lenient = lenient;
  }

  /** A reader that refuses files which differ from their seals. */
  static LogReader strict(Path folder, Map<Long, Seal> seals) {
    var reader = new LogReader(folder, false);
    reader.unchecked.putAll(seals);
    return reader;
  }

  /** A reader that makes the best of what there is; files that are too short end with zeros. */
  static LogReader lenient(Path folder) {
    return new LogReader(folder, true);
  }

  @Override
  public String getLocation() {
    return folder.toString();
  }

  @Override
  public Iterable<Block> getBlocks() {
    return getBlocks(0);
  }

  @Override
  public Iterable<Block> getBlocks(long fromAddress) {
    try {
      List<Block> blocks = new ArrayList<>();
      List<Long> addresses = List.copyOf(LogFiles.in(folder).tailMap(fromAddress, true).keySet());
      for (long address : addresses) {
        if (lenient && address % LogFiles.SIZE != 0) {
          continue;
        }
        boolean last = address == addresses.getLast();
        blocks.add(new LogBlock(address, lenient && !last));
      }
      return blocks;
    } catch (IOException e) {
      throw Failures.failed("read", folder, e);
    }
  }

  Block block(long address) {
    return new LogBlock(address, false);
  }

  /** Closes a file that will be removed or cut. */
  void forget(long address) throws IOException {
    files.forget(address);
  }

  /** The file was written or compared by us. */
  void trust(long address) {
    unchecked.remove(address);
  }

  private void check(long address) throws IOException {
    Seal seal = unchecked.get(address);
    if (seal == null) {
      return;
    }
    Path file = LogFiles.file(folder, address);
    if (!Checksums.fits(file, seal)) {
      throw SpellException.storage(
          "read",
          "the file '%s' of the state store in '%s' is damaged; close the store and use 'state repair'"
              .formatted(file.getFileName(), folder),
          null);
    }
    unchecked.remove(address);
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw Failures.failed("close", folder, e);
    }
  }

  private final class LogBlock implements Block {
    private final long address;
    private final boolean full;

    LogBlock(long address, boolean full) {
      this.address = address;
      this.full = full;
    }

    @Override
    public long getAddress() {
      return address;
    }

    @Override
    public long length() {
      try {
        return full
            ? LogFiles.SIZE
            : Math.min(
                lenient ? LogFiles.SIZE : Long.MAX_VALUE,
                Files.size(LogFiles.file(folder, address)));
      } catch (IOException e) {
        throw Failures.failed("read", folder, e);
      }
    }

    @Override
    public int read(byte[] output, long position, int offset, int count) {
      try {
        check(address);
        int read = files.read(address, position, output, offset, count);
        return full ? (int) Math.min(count, LogFiles.SIZE - position) : read;
      } catch (IOException e) {
        throw Failures.failed("read", folder, e);
      }
    }

    @Override
    public Block refresh() {
      return this;
    }
  }
}
