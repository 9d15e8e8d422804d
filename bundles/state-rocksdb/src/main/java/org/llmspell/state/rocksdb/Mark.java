package org.llmspell.state.rocksdb;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.llmspell.state.disk.Boot;

/**
 * Notes the number of the last acknowledged change of an open store in mapped memory, which the
 * system keeps when the process dies. RocksDB takes a write-ahead log that ends too early for one
 * that ends there; with this number the loss is seen. Thread-safe.
 */
final class Mark implements AutoCloseable {
  static final String FILE = "llmspell.mark";
  private static final int SIZE = 24;
  private static final long MAGIC = 0x4b52_414d_4c45_5053L;
  private static final ValueLayout.OfLong NUMBER =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena;
  private final MemorySegment memory;

  private Mark(Arena arena, MemorySegment memory) {
    this.arena = arena;
    this.memory = memory;
  }

  /** The number that must be there at least; zero when nothing is known. */
  static long required(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return 0;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    boolean known =
        bytes.limit() == SIZE
            && bytes.getLong(0) == MAGIC
            && !Boot.mayHaveLostPower(bytes.getLong(8));
    return known ? bytes.getLong(16) : 0;
  }

  /** A mark for a store that is open from now on. */
  @SuppressWarnings("MustBeClosed") // Closed by close.
  static Mark start(Path folder, long sequence) throws IOException {
    @Nullable Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(folder.resolve(FILE), CREATE, READ, WRITE)) {
      // Real zeros and not a hole: a full disk must be found here and not by a store instruction.
      channel.write(ByteBuffer.allocate(SIZE), 0);
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, arena);
      memory.set(NUMBER, 16, sequence);
      memory.set(NUMBER, 8, Boot.current());
      memory.set(NUMBER, 0, MAGIC);
      var mark = new Mark(arena, memory);
      arena = null;
      return mark;
    } finally {
      if (arena != null) {
        arena.close();
      }
    }
  }

  /** Notes that all changes up to a number are acknowledged. */
  synchronized void reached(long sequence) {
    if (sequence > memory.get(NUMBER, 16)) {
      memory.set(NUMBER, 16, sequence);
    }
  }

  @Override
  public synchronized void close() {
    arena.close();
  }
}
