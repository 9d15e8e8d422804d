package org.llmspell.state.backup;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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

/** A log of batches that survives the death of the process, for tests with real processes. */
final class LogBackend implements StateBackend {
  private final StateBackend memory;
  private final FileChannel log;

  LogBackend(Path file) throws IOException {
    memory = new MemoryBackends().open(file);
    long sound = Files.exists(file) ? replay(file) : 0;
    log = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    log.truncate(sound);
    log.position(sound);
  }

  private long replay(Path file) throws IOException {
    long sound = 0;
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      while (true) {
        byte[] frame = new byte[in.readInt()];
        int crc = in.readInt();
        in.readFully(frame);
        if (crc != crc(frame)) {
          return sound;
        }
        memory.write(parse(ByteBuffer.wrap(frame)));
        sound += 8 + frame.length;
      }
    } catch (EOFException _) {
      return sound; // the last batch was cut off
    }
  }

  private static int crc(byte[] frame) {
    var crc = new CRC32C();
    crc.update(frame);
    return (int) crc.getValue();
  }

  private static List<StateWrite> parse(ByteBuffer frame) {
    List<StateWrite> writes = new ArrayList<>();
    while (frame.hasRemaining()) {
      byte[] key = new byte[frame.getInt()];
      frame.get(key);
      int length = frame.getInt();
      byte[] value = length < 0 ? null : new byte[length];
      if (value != null) {
        frame.get(value);
      }
      writes.add(new StateWrite(key, value));
    }
    return writes;
  }

  @Override
  public synchronized void write(List<StateWrite> changes) {
    int size = 0;
    for (StateWrite change : changes) {
      size += 8 + change.key().length + (change.value() == null ? 0 : change.value().length);
    }
    var frame = ByteBuffer.allocate(size);
    for (StateWrite change : changes) {
      byte[] value = change.value();
      frame.putInt(change.key().length).put(change.key()).putInt(value == null ? -1 : value.length);
      if (value != null) {
        frame.put(value);
      }
    }
    var whole = ByteBuffer.allocate(8 + size).putInt(size).putInt(crc(frame.array()));
    whole.put(frame.array()).flip();
    try {
      while (whole.hasRemaining()) {
        log.write(whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    memory.write(changes);
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
  public void sync() {
    // death of the process loses nothing that was written
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
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
