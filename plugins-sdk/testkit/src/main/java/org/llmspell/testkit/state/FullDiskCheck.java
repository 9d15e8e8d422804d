package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateWrite;

/** Writes until the disk is full, and looks whether all that was acknowledged is there. */
final class FullDiskCheck {
  private static final int VALUE = 50_000;
  private static final int MOST = 10_000;

  private final StateBackendFactory factory;
  private final Path disk;

  FullDiskCheck(StateBackendFactory factory, Path disk) {
    this.factory = factory;
    this.disk = disk;
  }

  void run() throws IOException {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[12 << 20]);
    Path folder = disk.resolve("store");
    int written;
    StateBackend store = factory.open(folder);
    try {
      written = fill(store);
      check(store, written);
      refuse(store);
      check(store, written);
      Files.delete(ballast);
    } finally {
      close(store);
    }

    try (StateBackend again = factory.open(folder)) {
      check(again, written);
      write(again, written);
      check(again, written + 1);
    }
    assertTrue(factory.inspect(folder).sound());
  }

  /** How many writes were acknowledged. */
  private static int fill(StateBackend store) {
    for (int i = 0; i < MOST; i++) {
      try {
        write(store, i);
      } catch (SpellException e) {
        assertEquals(ErrorKind.Storage.class, e.kind().getClass());
        assertTrue(i > 10, () -> "too early: " + e.message());
        return i;
      }
    }
    throw new AssertionError("the disk does not become full");
  }

  private static void refuse(StateBackend store) {
    for (int i = 0; i < 5; i++) {
      try {
        // Two entries of which neither may be seen alone.
        store.write(
            List.of(
                StateWrite.put(Bytes.of("never/1"), content(1)),
                StateWrite.put(Bytes.of("never/2"), new byte[20 << 20])));
      } catch (SpellException e) {
        assertEquals(ErrorKind.Storage.class, e.kind().getClass());
        continue;
      }
      throw new AssertionError("there can not be so much room");
    }
  }

  /** A store may fail to close on a full disk, but it must let go of its files. */
  private static void close(StateBackend store) {
    try {
      store.close();
    } catch (SpellException e) {
      assertEquals(ErrorKind.Storage.class, e.kind().getClass());
    }
  }

  private static void check(StateBackend store, int written) {
    for (int i = 0; i < written; i++) {
      assertArrayEquals(content(i), store.get(key(i)));
    }
    int[] count = new int[1];
    store.scan(
        new byte[0],
        new byte[0],
        (key, value) -> {
          count[0]++;
          return true;
        });
    assertEquals(written, count[0]);
  }

  private static void write(StateBackend store, int number) {
    store.put(key(number), content(number));
  }

  private static byte[] key(int number) {
    return Bytes.of("entry/%05d".formatted(number));
  }

  private static byte[] content(int number) {
    byte[] content = new byte[VALUE];
    new SplittableRandom(number).nextBytes(content);
    return content;
  }
}
