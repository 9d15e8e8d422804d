package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StoreReport;

/**
 * What every store on disk does in addition. The factory's class must be public and have a public
 * constructor without parameters, because other processes make one too.
 *
 * <p>The system property {@code llmspell.test.kills} says how many processes are killed while they
 * write, and {@code llmspell.test.damages} how many bits of each file are flipped (a few when they
 * are not set).
 */
@SuppressWarnings("JUnitMethodDeclaration")
public interface DurableBackendContract extends StateBackendContract {

  @Test
  default void isThereAgainWhenItIsOpenedAgain(@TempDir Path folder) {
    Map<String, String> before;
    try (StateBackend store = Stores.filled(factory(), folder)) {
      assertTrue(store.traits().persistent());
      before = Bytes.all(store::scan);
    }

    try (StateBackend store = factory().open(folder)) {
      assertEquals(before, Bytes.all(store::scan));
      assertTrue(store.size() > 0);
    }
  }

  @Test
  default void makesFoldersThatAreMissing(@TempDir Path folder) {
    Path deep = folder.resolve("not").resolve("yet there");
    factory().open(deep).close();

    assertTrue(Files.isDirectory(deep));
  }

  @Test
  default void refusesASecondUserInTheSameProcess(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      store.put(Bytes.of("a"), Bytes.of("1"));

      Stores.refusedAsLocked(folder, () -> factory().open(folder).close());
      Stores.refusedAsLocked(folder, () -> factory().inspect(folder));
      store.put(Bytes.of("b"), Bytes.of("2"));
    }
    factory().open(folder).close();
  }

  @Test
  @Tag("integration")
  default void refusesAnotherProcess(@TempDir Path folder, @TempDir Path output)
      throws IOException, InterruptedException {
    try (var other = KillCheck.start(factory(), folder, output)) {
      other.awaitFirstLine();

      Stores.refusedAsLocked(folder, () -> factory().open(folder).close());
      other.kill();
    }
    factory().open(folder).close();
  }

  @Test
  @Tag("integration")
  default void losesNothingWhenItsProcessIsKilled(@TempDir Path folder, @TempDir Path output)
      throws IOException, InterruptedException {
    int kills = Integer.getInteger("llmspell.test.kills", 6);

    new KillCheck(factory(), folder, output, Seed.next()).run(kills);
  }

  @Test
  @Tag("integration")
  default void losesNothingWhenTheDiskIsFull(@TempDir Path folder) throws IOException {
    try (var disk = SmallDisk.mountOrSkip(folder, 48)) {
      new FullDiskCheck(factory(), disk.folder()).run();
    }
  }

  /** A bundle that was stopped must be let go, and one that is started again must work. */
  @Test
  @Tag("integration")
  default void leavesNothingBehindWhenItsBundleIsStopped(@TempDir Path folder) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    WeakReference<ClassLoader> first = Stores.useInOtherClassLoader(factory(), folder);
    WeakReference<ClassLoader> second = Stores.useInOtherClassLoader(factory(), folder);

    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(thread -> !thread.isAlive());
    assertEquals(Set.of(), left);
    Stores.awaitCollected(first);
    Stores.awaitCollected(second);
  }

  @Test
  default void keepsASnapshotWhileTheStoreIsRewritten(@TempDir Path folder) {
    try (StateBackend store = Stores.filled(factory(), folder)) {
      Map<String, String> before = Bytes.all(store::scan);
      try (StateSnapshot snapshot = store.snapshot()) {
        for (int round = 0; round < 20; round++) {
          Stores.overwrite(store, round);
        }

        assertEquals(before, Bytes.all(snapshot::scan));
      }
    }
  }

  @Test
  default void inspectsWithoutChangingAnything(@TempDir Path folder) throws IOException {
    StoreReport nothing = factory().inspect(folder.resolve("nothing"));
    Stores.filled(factory(), folder).close();
    Map<String, String> files = Stores.files(folder);

    StoreReport report = factory().inspect(folder);

    assertTrue(nothing.sound());
    assertFalse(Files.exists(folder.resolve("nothing")));
    assertTrue(report.sound(), () -> "problems: " + report.problems());
    assertEquals(Stores.ENTRIES, report.readable());
    assertEquals(0, report.damaged());
    assertEquals(files, Stores.files(folder));
  }

  @Test
  default void salvagesASoundStoreWhole(@TempDir Path folder) throws IOException {
    Path from = folder.resolve("from");
    Path to = folder.resolve("to");
    Map<String, String> before;
    try (StateBackend store = Stores.filled(factory(), from)) {
      before = Bytes.all(store::scan);
    }
    Map<String, String> files = Stores.files(from);

    StoreReport report = factory().salvage(from, to);

    assertEquals(Stores.ENTRIES, report.readable());
    assertEquals(files, Stores.files(from));
    try (StateBackend store = factory().open(to)) {
      assertEquals(before, Bytes.all(store::scan));
    }
    var refusal = assertThrows(SpellException.class, () -> factory().salvage(from, to));
    assertEquals(new ErrorKind.Storage("salvage"), refusal.kind());
  }

  @Test
  default void isSoundWhenItWasOnlyLeft(@TempDir Path folder) throws IOException {
    Path left = folder.resolve("left");
    Map<String, String> before;
    try (StateBackend store = Stores.filled(factory(), folder.resolve("store"))) {
      before = Bytes.all(store::scan);
      Stores.copy(folder.resolve("store"), left);
    }

    StoreReport report = factory().inspect(left);

    assertTrue(report.sound(), () -> "problems: " + report.problems());
    try (StateBackend store = factory().open(left)) {
      assertEquals(before, Bytes.all(store::scan));
    }
  }

  @Test
  @Tag("integration")
  default void findsDamageInAClosedStore(@TempDir Path folder) throws IOException {
    Path store = folder.resolve("store");
    Stores.filled(factory(), store).close();

    new DamageCheck(factory(), store, folder.resolve("work"), Seed.next()).run();
  }

  @Test
  @Tag("integration")
  default void findsDamageInAStoreThatWasOnlyLeft(@TempDir Path folder) throws IOException {
    Path left = folder.resolve("left");
    try (StateBackend store = Stores.filled(factory(), folder.resolve("store"))) {
      Stores.copy(folder.resolve("store"), left);
      assertTrue(store.size() > 0);
    }

    new DamageCheck(factory(), left, folder.resolve("work"), Seed.next()).run();
  }
}
