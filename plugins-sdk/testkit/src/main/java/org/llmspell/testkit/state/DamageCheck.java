package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StoreReport;

/**
 * Flips bits of, cuts and removes files of copies of a store. A damaged copy must be refused when
 * it is opened, or fail when it is read, or still have every entry as it was: never fewer entries
 * or other ones without a word. Refusing and inspecting must leave its files alone, and salvage
 * must give a store.
 */
final class DamageCheck {
  private static final int FLIPS = Integer.getInteger("llmspell.test.damages", 3);
  private static final int CUTS = Math.max(1, FLIPS / 3);

  private final StateBackendFactory factory;
  private final Path store;
  private final Path work;
  private final long seed;
  private final SplittableRandom random;
  private int found;

  DamageCheck(StateBackendFactory factory, Path store, Path work, long seed) {
    this.factory = factory;
    this.store = store;
    this.work = work;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** Changes one file. */
  private interface Damage {
    void to(Path file) throws IOException;
  }

  void run() throws IOException {
    Map<String, String> expected = content();
    for (Path file : files()) {
      for (int i = 0; i < FLIPS; i++) {
        check(file, "a flipped bit", this::flip, expected);
      }
      for (int i = 0; i < CUTS; i++) {
        check(file, "a cut", this::cut, expected);
      }
      check(file, "the loss", Files::delete, expected);
    }
    assertTrue(found > 0, "no damage was found at all");
  }

  private Map<String, String> content() throws IOException {
    Path copy = work.resolve("sound");
    Stores.copy(store, copy);
    try (StateBackend open = factory.open(copy)) {
      return Bytes.all(open::scan);
    }
  }

  private List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    try (Stream<Path> all = Files.list(store)) {
      for (Path file : all.sorted().toList()) {
        if (Files.isRegularFile(file) && Files.size(file) > 0) {
          files.add(file.getFileName());
        }
      }
    }
    return files;
  }

  private void check(Path file, String what, Damage damage, Map<String, String> expected)
      throws IOException {
    Path copy = work.resolve("damaged");
    Path saved = work.resolve("saved");
    try {
      Stores.delete(copy);
      Stores.delete(saved);
      Stores.copy(store, copy);
      damage.to(copy.resolve(file));
      checkDamaged(copy, saved, expected);
    } catch (AssertionError | RuntimeException e) {
      throw Seed.failure(seed, "%s of '%s' was not handled".formatted(what, file), e);
    }
  }

  private void checkDamaged(Path copy, Path saved, Map<String, String> expected)
      throws IOException {
    Map<String, String> files = Stores.files(copy);
    StoreReport report = factory.inspect(copy);
    assertEquals(files, Stores.files(copy), "inspect changed files");
    StoreReport salvage = factory.salvage(copy, saved);
    assertEquals(files, Stores.files(copy), "salvage changed files");
    factory.open(saved).close();
    if (report.sound()) {
      assertEquals(expected.size(), salvage.readable(), "a sound store has all entries");
    } else {
      assertFalse(report.problems().isEmpty());
    }

    StateBackend open;
    try {
      open = factory.open(copy);
    } catch (SpellException e) {
      found++;
      assertEquals(new ErrorKind.Storage("open"), e.kind());
      assertTrue(e.message().contains(copy.toString()), e.message());
      assertFalse(report.sound(), () -> "inspect did not see: " + e.message());
      assertEquals(files, Stores.files(copy), "a refused store was changed");
      return;
    }
    try (open) {
      assertEquals(expected, Bytes.all(open::scan));
    } catch (SpellException e) {
      found++;
      assertEquals(ErrorKind.Storage.class, e.kind().getClass());
      assertFalse(report.sound(), () -> "inspect did not see: " + e.message());
    }
  }

  private void flip(Path file) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      long place = random.nextLong(open.length());
      open.seek(place);
      int old = open.read();
      open.seek(place);
      open.write(old ^ (1 << random.nextInt(8)));
    }
  }

  private void cut(Path file) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(random.nextLong(open.length()));
    }
  }
}
