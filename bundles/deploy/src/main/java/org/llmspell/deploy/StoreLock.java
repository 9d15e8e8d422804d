package org.llmspell.deploy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to change a store; the death of the process gives it back. The lock covers a byte far
 * behind the content of the file, so that others can read who holds it.
 */
final class StoreLock implements AutoCloseable {
  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock; empty when somebody else has it. */
  static Optional<StoreLock> tryLock(Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
      if (locked) {
        byte[] holder = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder), 0);
      }
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // another container of this process
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? Optional.of(new StoreLock(channel)) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
