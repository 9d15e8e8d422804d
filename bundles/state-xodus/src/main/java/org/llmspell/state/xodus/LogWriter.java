package org.llmspell.state.xodus;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32C;
import jetbrains.exodus.ExodusException;
import jetbrains.exodus.io.AbstractDataWriter;
import jetbrains.exodus.io.Block;
import jetbrains.exodus.io.RemoveBlockType;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log files for Xodus, and seals what it has written before the write returns. Xodus
 * calls it with one thread at a time; {@link #force} may be called by others meanwhile.
 */
final class LogWriter extends AbstractDataWriter {
  private final Path folder;
  private final LogReader reader;
  private final Seals seals;

  /** Held for reading while syncing, for writing while the file changes. */
  private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock();

  private @Nullable Tail tail;
  private volatile boolean failed;

  /** The file that is written to. */
  private static final class Tail {
    final long address;
    final RandomAccessFile file;
    final CRC32C checksum;
    final Block block;
    long length;
    volatile Seal seal = Seal.EMPTY;

    Tail(long address, RandomAccessFile file, CRC32C checksum, Block block) {
      this.address = address;
      this.file = file;
      this.checksum = checksum;
      this.block = block;
    }
  }

  LogWriter(Path folder, LogReader reader, Seals seals) {
    this.folder = folder;
    this.reader = reader;
    this.seals = seals;
  }

  /**
   * Whether a write has failed since {@link #recovered}. Xodus does not take back all of such a
   * write, so it has to be opened again.
   */
  boolean failed() {
    return failed;
  }

  /** Xodus was opened again. */
  void recovered() {
    failed = false;
  }

  private ExodusException fail(IOException cause) {
    failed = true;
    return new ExodusException(cause);
  }

  private Tail tail() {
    Tail now = tail;
    if (now == null) {
      throw new ExodusException("no log file is open in " + folder);
    }
    return now;
  }

  @Override
  public Block write(byte[] bytes, int offset, int count) {
    Tail now = tail();
    try {
      now.file.write(bytes, offset, count);
      now.checksum.update(bytes, offset, count);
      now.length += count;
      seal(now);
    } catch (IOException e) {
      throw fail(e);
    }
    return now.block;
  }

  private void seal(Tail now) throws IOException {
    now.seal = Seal.of(now.length, now.checksum);
    seals.written(now.address, now.seal);
  }

  /** Waits until the disk has what was written before this call. */
  void force() throws IOException {
    changing.readLock().lock();
    try {
      Tail now = tail;
      if (now != null) {
        Seal seal = now.seal;
        now.file.getFD().sync();
        seals.synced(now.address, seal);
      }
    } finally {
      changing.readLock().unlock();
    }
  }

  @Override
  protected void syncImpl() {
    try {
      force();
    } catch (IOException e) {
      throw fail(e);
    }
  }

  @Override
  public void syncDirectory() {
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    } catch (IOException e) {
      // Windows can not do this and does not need it; a disk that fails will say so at the file.
      return;
    }
  }

  @Override
  protected void closeImpl() {
    changing.writeLock().lock();
    try {
      tail().file.close();
      tail = null;
      seals.force();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      changing.writeLock().unlock();
    }
  }

  @Override
  protected void clearImpl() {
    throw new ExodusException("a store is never cleared");
  }

  @Override
  protected Block openOrCreateBlockImpl(long address, long length) {
    changing.writeLock().lock();
    try {
      reader.trust(address);
      var file = new RandomAccessFile(LogFiles.file(folder, address).toFile(), "rw");
      try {
        var now = new Tail(address, file, Checksums.of(file, length), reader.block(address));
        now.length = length;
        // The seal before the cut: whoever dies in between leaves too much and not too little.
        seal(now);
        if (file.length() != length) {
          file.setLength(length);
          file.getFD().sync();
        }
        file.seek(length);
        tail = now;
        return now.block;
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw fail(e);
    } finally {
      changing.writeLock().unlock();
    }
  }

  @Override
  public void removeBlock(long address, RemoveBlockType type) {
    try {
      seals.remove(address);
      reader.forget(address);
      Files.deleteIfExists(LogFiles.file(folder, address));
    } catch (IOException e) {
      throw fail(e);
    }
  }

  @Override
  public void truncateBlock(long address, long length) {
    try {
      reader.forget(address);
    } catch (IOException e) {
      throw fail(e);
    }
    // The cut itself comes with openOrCreateBlock, which Xodus calls next.
  }

  @Override
  public boolean lock(long timeout) {
    // FolderLock has it.
    return true;
  }

  @Override
  public boolean release() {
    return true;
  }

  @Override
  public String lockInfo() {
    return "";
  }
}
