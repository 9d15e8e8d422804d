package org.llmspell.state.xodus;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Log files that are open for reading, the most recently used ones. These are not channels: those
 * close when a thread that reads from them is interrupted. Thread-safe.
 */
final class OpenFiles implements AutoCloseable {
  private static final int MOST = 64;

  private final Path folder;
  private final LinkedHashMap<Long, Handle> handles = new LinkedHashMap<>(16, 0.75f, true);

  OpenFiles(Path folder) {
    this.folder = folder;
  }

  /** Reads until the array part is full or the file ends; how much that was. */
  int read(long address, long position, byte[] target, int offset, int count) throws IOException {
    while (true) {
      int read = handle(address).read(position, target, offset, count);
      if (read >= 0) {
        return read;
      }
    }
  }

  private synchronized Handle handle(long address) throws IOException {
    Handle known = handles.get(address);
    if (known != null) {
      return known;
    }
    var opened = new Handle(new RandomAccessFile(LogFiles.file(folder, address).toFile(), "r"));
    handles.put(address, opened);
    if (handles.size() > MOST) {
      Map.Entry<Long, Handle> oldest = handles.pollFirstEntry();
      oldest.getValue().close();
    }
    return opened;
  }

  /** Closes a file that will be removed or cut. */
  synchronized void forget(long address) throws IOException {
    Handle handle = handles.remove(address);
    if (handle != null) {
      handle.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Handle handle : handles.values()) {
      handle.close();
    }
    handles.clear();
  }

  private static final class Handle {
    private final RandomAccessFile file;
    private boolean closed;

    Handle(RandomAccessFile file) {
      this.file = file;
    }

    /** How much was read; minus one when the file was closed meanwhile. */
    synchronized int read(long position, byte[] target, int offset, int count) throws IOException {
      if (closed) {
        return -1;
      }
      file.seek(position);
      int done = 0;
      while (done < count) {
        int read = file.read(target, offset + done, count - done);
        if (read < 0) {
          break;
        }
        done += read;
      }
      return done;
    }

    synchronized void close() throws IOException {
      closed = true;
      file.close();
    }
  }
}
