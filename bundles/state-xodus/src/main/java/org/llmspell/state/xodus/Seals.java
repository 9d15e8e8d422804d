package org.llmspell.state.xodus;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.llmspell.state.disk.Boot;

/**
 * The seals of an open store, in mapped memory: setting one costs a store instruction, and the
 * system keeps it when the process dies. Thread-safe.
 */
final class Seals implements AutoCloseable {
  private static final int FIRST_SLOTS = 126;
  private static final ValueLayout.OfLong NUMBER =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final Map<Long, Long> places = new HashMap<>();
  private final Deque<Long> free = new ArrayDeque<>();
  private Arena arena = Arena.ofShared();
  private MemorySegment memory;
  private boolean closed;

  private Seals(Path folder) throws IOException {
    this.file = folder.resolve(SealTable.FILE);
    this.memory = map();
    for (long at = SealTable.HEAD; at + SealTable.SLOT <= memory.byteSize(); at += SealTable.SLOT) {
      long address = memory.get(NUMBER, at) - 1;
      if (address >= 0) {
        places.put(address, at);
      } else {
        free.add(at);
      }
    }
  }

  /** The seals of a folder whose table was read before. */
  static Seals open(Path folder) throws IOException {
    return new Seals(folder);
  }

  /** An empty table for a new store. */
  static Seals create(Path folder) throws IOException {
    ByteBuffer head = empty(FIRST_SLOTS);
    head.putLong(0, SealTable.MAGIC).putLong(SealTable.CLEAN_AT, 1);
    Path draft = folder.resolve(SealTable.FILE + ".new");
    try (FileChannel channel = FileChannel.open(draft, CREATE, TRUNCATE_EXISTING, WRITE)) {
      channel.write(head);
      channel.force(true);
    }
    Files.move(draft, folder.resolve(SealTable.FILE), ATOMIC_MOVE, REPLACE_EXISTING);
    return new Seals(folder);
  }

  private static ByteBuffer empty(int slots) {
    return ByteBuffer.allocate(SealTable.HEAD + slots * SealTable.SLOT)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private MemorySegment map() throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
    }
  }

  /** Notes that the store is in use from now on, or that all of it is on disk. */
  synchronized void clean(boolean clean) {
    memory.set(NUMBER, SealTable.BOOT_AT, Boot.current());
    memory.set(NUMBER, SealTable.CLEAN_AT, clean ? 1 : 0);
    memory.force();
  }

  /** What of a file was written; empty for an unknown one. */
  synchronized Seal written(long address) {
    Long place = places.get(address);
    return place == null ? Seal.EMPTY : Seal.of(memory.get(NUMBER, place + 8));
  }

  /** Whether there is a seal for a file. */
  synchronized boolean has(long address) {
    return places.containsKey(address);
  }

  synchronized void written(long address, Seal seal) throws IOException {
    // First the place: the memory is another one when the table had to grow.
    long place = place(address);
    memory.set(NUMBER, place + 8, seal.packed());
  }

  synchronized void synced(long address, Seal seal) {
    Long place = places.get(address);
    if (!closed && place != null) {
      memory.set(NUMBER, place + 16, seal.packed());
    }
  }

  /** Forgets a file that is about to be removed. */
  synchronized void remove(long address) {
    Long place = places.remove(address);
    if (place != null) {
      memory.set(NUMBER, place, 0);
      free.add(place);
    }
  }

  /** Writes the table itself to the disk. */
  synchronized void force() {
    memory.force();
  }

  private long place(long address) throws IOException {
    Long known = places.get(address);
    if (known != null) {
      return known;
    }
    if (free.isEmpty()) {
      grow();
    }
    long place = free.remove();
    memory.set(NUMBER, place + 8, Seal.EMPTY.packed());
    memory.set(NUMBER, place + 16, Seal.EMPTY.packed());
    // The address last: a slot is there with its seals or not at all.
    VarHandle.releaseFence();
    memory.set(NUMBER, place, address + 1);
    places.put(address, place);
    return place;
  }

  @SuppressWarnings("MustBeClosed") // Closed by close, or when the table grows again.
  private void grow() throws IOException {
    long size =
        SealTable.HEAD + (memory.byteSize() - SealTable.HEAD) / SealTable.SLOT * SealTable.SLOT;
    memory.force();
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      // Real zeros and not a hole: a full disk must be found here and not by a store instruction.
      channel.write(empty(FIRST_SLOTS).position(SealTable.HEAD), size);
    }
    Arena old = arena;
    arena = Arena.ofShared();
    memory = map();
    old.close();
    for (long at = size; at + SealTable.SLOT <= memory.byteSize(); at += SealTable.SLOT) {
      free.add(at);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      arena.close();
    }
  }
}
