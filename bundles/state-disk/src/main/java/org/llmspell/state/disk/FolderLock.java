package org.llmspell.state.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder for one user. The system lets go of it when the process ends, however it ends. The
 * file has the id of the process that has the lock, and stays behind.
 */
public final class FolderLock implements AutoCloseable {
  /** Far behind the text, so that on Windows too others can read it. */
  private static final long PLACE = 1L << 40;

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder that exists, and notes who has it.
   *
   * @param file the name of the file in it that is locked
   */
  public static FolderLock take(Path folder, String file) throws IOException {
    FolderLock lock = lock(folder, FileChannel.open(folder.resolve(file), READ, WRITE, CREATE));
    lock.channel.truncate(0);
    lock.channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
    return lock;
  }

  /** Locks a folder without changing anything in it; null when it was never locked before. */
  public static @Nullable FolderLock takeQuietly(Path folder, String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? lock(folder, FileChannel.open(path, READ, WRITE)) : null;
  }

  private static FolderLock lock(Path folder, FileChannel channel) throws IOException {
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock(PLACE, 1, false);
      if (lock == null) {
        throw Failures.locked(folder, owner(channel));
      }
      locked = true;
      return new FolderLock(folder, channel);
    } catch (OverlappingFileLockException e) {
      throw Failures.locked(folder, "in this process already");
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    String pid = US_ASCII.decode(text.flip()).toString();
    return "in another process" + (pid.isBlank() ? "" : " (" + pid + ")");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Failures.failed("unlock", folder, e);
    }
  }
}
