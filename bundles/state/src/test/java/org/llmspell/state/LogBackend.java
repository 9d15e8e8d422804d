package org.llmspell.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.memory.MemoryBackends;

/** A small store that survives the death of the process: in memory, with a log of all batches. */
public final class LogBackend implements StateBackend {
  private final StateBackend memory;
  private final FileChannel log;

  /** Reads what the file has. */
  public LogBackend(Path file) throws IOException {
    memory = new MemoryBackends().open(file);
    log =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    replay();
  }

  private void replay() throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) log.size());
    while (all.hasRemaining() && log.read(all) >= 0) {
      // Reads on.
    }
    all.flip();
    int end = 0;
    while (all.remaining() >= 8) {
      int size = all.getInt();
      int crc = all.getInt();
      if (all.remaining() < size || crc(all.array(), all.position(), size) != crc) {
        break;
      }
      memory.write(changes(all.slice(all.position(), size)));
      all.position(all.position() + size);
      end = all.position();
    }
    log.truncate(end).position(end);
  }

  private static List<StateWrite> changes(ByteBuffer frame) {
    List<StateWrite> changes = new ArrayList<>();
    while (frame.hasRemaining()) {
      byte[] key = new byte[frame.getInt()];
      frame.get(key);
      int size = frame.getInt();
      byte @Nullable [] value = size < 0 ? null : new byte[size];
      if (value != null) {
        frame.get(value);
      }
      changes.add(new StateWrite(key, value));
    }
    return changes;
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  @Override
  public synchronized void write(List<StateWrite> changes) {
    int size = 0;
    for (StateWrite change : changes) {
      byte[] value = change.value();
      size += 8 + change.key().length + (value == null ? 0 : value.length);
    }
    ByteBuffer frame = ByteBuffer.allocate(8 + size).putInt(size).putInt(0);
    for (StateWrite change : changes) {
      byte[] value = change.value();
      frame.putInt(change.key().length).put(change.key());
      frame.putInt(value == null ? -1 : value.length);
      if (value != null) {
        frame.put(value);
      }
    }
    frame.putInt(4, crc(frame.array(), 8, size)).flip();
    try {
      while (frame.hasRemaining()) {
        log.write(frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    memory.write(changes);
  }

  @Override
  public void sync() {
    // The death of the process is all that it is to survive.
  }

  @Override
  public BackendTraits traits() {
    return memory.traits();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return memory.get(key);
  }

  @Override
  public StateSnapshot snapshot() {
    return memory.snapshot();
  }

  @Override
  public long size() {
    return memory.size();
  }

  @Override
  public void close() {
    memory.close();
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
