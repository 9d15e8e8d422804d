package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateWrite;

/** Stores for tests, and their files. */
final class Stores {
  /** How many entries {@link #filled} makes. */
  static final int ENTRIES = 3_000;

  private Stores() {}

  /** An open store with entries that came in several batches, some of them overwritten. */
  static StateBackend filled(StateBackendFactory factory, Path folder) {
    StateBackend store = factory.open(folder);
    overwrite(store, -2);
    overwrite(store, -1);
    store.put(Bytes.of("k100"), new byte[(1 << 20) + 100]);
    return store;
  }

  /** Sets all entries anew. */
  static void overwrite(StateBackend store, int round) {
    var random = new SplittableRandom(round);
    var changes = new ArrayList<StateWrite>();
    for (int i = 0; i < ENTRIES; i++) {
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(value);
      changes.add(StateWrite.put(Bytes.of("k" + i), value));
      if (changes.size() == 500) {
        store.write(changes);
        changes.clear();
      }
    }
    store.write(changes);
  }

  static void refusedAsLocked(Path folder, Runnable use) {
    var refusal = assertThrows(SpellException.class, use::run);
    assertEquals(new ErrorKind.Storage("lock"), refusal.kind());
    assertTrue(refusal.message().contains(folder.toString()), refusal.message());
  }

  /** The content of all files, in short. */
  static Map<String, String> files(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        files.put(
            folder.relativize(file).toString(), content.length + " " + Arrays.hashCode(content));
      }
    }
    return files;
  }

  /** Copies files as they are now, like the death of a process leaves them. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(file -> {
        try {
          Path copy = to.resolve(from.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
          } else {
            Files.copy(file, copy);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  /** Makes a store with classes that nobody else has; gives what must be collected afterwards. */
  static WeakReference<ClassLoader> useInOtherClassLoader(StateBackendFactory factory, Path folder)
      throws Exception {
    try (var classes = new OtherClassLoader()) {
      try (StateBackend store = filled(classes.factory(factory.getClass().getName()), folder)) {
        store.sync();
        assertEquals(ENTRIES, Bytes.all(store::scan).size());
      }
      return new WeakReference<>(classes.loader());
    }
  }

  static void awaitCollected(WeakReference<ClassLoader> loader) {
    for (int i = 0; i < 50; i++) {
      if (loader.refersTo(null)) {
        return;
      }
      System.gc();
    }
    throw new AssertionError("something still holds the classes of a store that is closed");
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
