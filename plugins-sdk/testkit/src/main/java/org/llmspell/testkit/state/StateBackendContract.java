package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;

/**
 * What every store of state does, as tests. A test class of the store implements this interface and
 * gets them all:
 *
 * <pre>{@code
 * class MyBackendTest implements StateBackendContract {
 *   @Override public StateBackendFactory factory() { return new MyBackends(); }
 * }
 * }</pre>
 *
 * The random ones print their seed when they fail; set the system property {@code
 * llmspell.test.seed} to it to see the failure again.
 */
@SuppressWarnings("JUnitMethodDeclaration")
public interface StateBackendContract {

  /** The factory under test. */
  StateBackendFactory factory();

  @Test
  default void saysWhatItIs(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      assertTrue(store.traits().name().matches("[a-z][a-z0-9-]*"), store.traits().name());
      assertTrue(store.traits().transactional());
      assertTrue(store.traits().prefixScan());
      assertTrue(store.traits().atomicOperations());
    }
  }

  @Test
  default void givesBackWhatWasPut(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      assertNull(store.get(Bytes.of("a")));

      store.put(Bytes.of("a"), Bytes.of("first"));
      store.put(Bytes.of("a"), Bytes.of("second"));

      assertArrayEquals(Bytes.of("second"), store.get(Bytes.of("a")));
      store.delete(Bytes.of("a"));
      assertNull(store.get(Bytes.of("a")));
    }
  }

  @Test
  default void deletesWhatIsNotThere(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      store.put(Bytes.of("b"), Bytes.of("stays"));

      store.delete(Bytes.of("a"));
      store.write(List.of(StateWrite.delete(Bytes.of("c")), StateWrite.delete(Bytes.of("c"))));
      store.write(List.of());

      assertEquals(List.of("b"), keys(store, ""));
    }
  }

  @Test
  default void keepsEmptyAndLargeValues(@TempDir Path folder) {
    byte[] large = new byte[(16 << 20) + 7];
    new SplittableRandom(4).nextBytes(large);
    try (StateBackend store = factory().open(folder)) {
      store.put(Bytes.of("empty"), new byte[0]);
      store.put(Bytes.of("large"), large);

      assertArrayEquals(new byte[0], store.get(Bytes.of("empty")));
      assertArrayEquals(large, store.get(Bytes.of("large")));
    }
    try (StateBackend store = factory().open(folder)) {
      if (store.traits().persistent()) {
        assertArrayEquals(new byte[0], store.get(Bytes.of("empty")));
        assertArrayEquals(large, store.get(Bytes.of("large")));
      }
    }
  }

  @Test
  default void ordersKeysAsUnsignedBytes(@TempDir Path folder) {
    var expected = new ArrayList<String>();
    try (StateBackend store = factory().open(folder)) {
      for (int i = 255; i >= 0; i--) {
        store.put(Bytes.of(i), Bytes.of(i));
        store.put(Bytes.of(i, 0), Bytes.of(i));
        store.put(Bytes.of(i, 255), Bytes.of(i));
      }
      for (int i = 0; i < 256; i++) {
        expected.add(Bytes.text(Bytes.of(i)));
        expected.add(Bytes.text(Bytes.of(i, 0)));
        expected.add(Bytes.text(Bytes.of(i, 255)));
      }

      assertEquals(expected, Bytes.keys(store::scan, new byte[0], new byte[0]));
    }
  }

  @Test
  default void isNotHurtByInterrupts(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      Thread.currentThread().interrupt();
      store.put(Bytes.of("a"), Bytes.of("1"));
      store.sync();
      assertArrayEquals(Bytes.of("1"), store.get(Bytes.of("a")));
      assertEquals(List.of("a"), keys(store, ""));

      assertTrue(Thread.interrupted(), "the interrupt is the caller's to see");
      store.put(Bytes.of("b"), Bytes.of("2"));
      assertEquals(List.of("a", "b"), keys(store, ""));
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  default void takesTheEmptyKey(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      store.put(new byte[0], Bytes.of("value"));
      store.put(Bytes.of(0), Bytes.of("after"));

      assertArrayEquals(Bytes.of("value"), store.get(new byte[0]));
      assertEquals(List.of("", "00"), Bytes.keys(store::scan, new byte[0], new byte[0]));
      store.delete(new byte[0]);
      assertNull(store.get(new byte[0]));
    }
  }

  @Test
  default void scansOnlyThePrefix(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      for (String key : List.of("a", "b", "b/", "b/1", "b/2", "b0", "c")) {
        store.put(Bytes.of(key), Bytes.of(key));
      }

      assertEquals(List.of("b/", "b/1", "b/2"), keys(store, "b/"));
      assertEquals(List.of(), keys(store, "d"));
      assertEquals(List.of("b/2"), keys(store, "b/", "b/1x"));
      assertEquals(List.of("b/2"), keys(store, "b/", "b/2"));
      assertEquals(List.of("b/", "b/1", "b/2"), keys(store, "b/", "a"));
      assertEquals(List.of(), keys(store, "b/", "b0"));
    }
  }

  @Test
  default void scansPrefixesThatEndWithTheHighestByte(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      byte[][] keys = {
        Bytes.of(254),
        Bytes.of(254, 255),
        Bytes.of(255),
        Bytes.of(255, 254),
        Bytes.of(255, 255),
        Bytes.of(255, 255, 0),
        Bytes.of(255, 255, 255)
      };
      for (byte[] key : keys) {
        store.put(key, key);
      }

      assertEquals(List.of("fe", "feff"), Bytes.keys(store::scan, Bytes.of(254), Bytes.of(254)));
      assertEquals(
          List.of("ff", "fffe", "ffff", "ffff00", "ffffff"),
          Bytes.keys(store::scan, Bytes.of(255), Bytes.of(255)));
      assertEquals(
          List.of("ffff", "ffff00", "ffffff"),
          Bytes.keys(store::scan, Bytes.of(255, 255), Bytes.of(255, 255)));
    }
  }

  @Test
  default void endsAScanWhenTheVisitorHasEnough(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      for (int i = 0; i < 100; i++) {
        store.put(Bytes.of("k" + (100 + i)), Bytes.of(i));
      }
      var seen = new ArrayList<String>();

      store.scan(
          Bytes.of("k"),
          Bytes.of("k"),
          (key, value) -> {
            seen.add(Bytes.latin(key));
            return seen.size() < 3;
          });

      assertEquals(List.of("k100", "k101", "k102"), seen);
    }
  }

  @Test
  default void letsAVisitorFailReadAndWrite(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      store.put(Bytes.of("a"), Bytes.of("1"));
      store.put(Bytes.of("b"), Bytes.of("2"));

      var failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  store.scan(
                      Bytes.of(""),
                      Bytes.of(""),
                      (key, value) -> {
                        throw new IllegalStateException("enough");
                      }));
      store.scan(
          Bytes.of(""),
          Bytes.of(""),
          (key, value) -> {
            byte[] read = store.get(key);
            assertArrayEquals(value, read);
            store.put(Bytes.of("c" + Bytes.latin(key)), value);
            store.delete(key);
            return true;
          });

      assertEquals("enough", failure.getMessage());
      assertEquals(List.of("ca", "cb"), keys(store, ""));
    }
  }

  @Test
  default void countsTheLaterOfTwoChangesOfAKey(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      store.write(
          List.of(
              StateWrite.put(Bytes.of("a"), Bytes.of("1")),
              StateWrite.put(Bytes.of("a"), Bytes.of("2")),
              StateWrite.put(Bytes.of("b"), Bytes.of("1")),
              StateWrite.delete(Bytes.of("b")),
              StateWrite.delete(Bytes.of("c")),
              StateWrite.put(Bytes.of("c"), Bytes.of("3"))));

      assertArrayEquals(Bytes.of("2"), store.get(Bytes.of("a")));
      assertNull(store.get(Bytes.of("b")));
      assertArrayEquals(Bytes.of("3"), store.get(Bytes.of("c")));
    }
  }

  @Test
  default void takesBatchesOfTenThousand(@TempDir Path folder) {
    var changes = new ArrayList<StateWrite>();
    for (int i = 0; i < 10_000; i++) {
      changes.add(StateWrite.put(Bytes.of("k" + (10_000 + i)), new byte[100]));
    }
    var undo = new ArrayList<StateWrite>();
    changes.forEach(change -> undo.add(StateWrite.delete(change.key())));
    try (StateBackend store = factory().open(folder)) {
      store.write(changes);
      assertEquals(10_000, keys(store, "k").size());

      store.write(undo);
      assertEquals(0, keys(store, "").size());
    }
  }

  @Test
  default void keepsASnapshotAsItWas(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      store.put(Bytes.of("a"), Bytes.of("old"));
      store.put(Bytes.of("b"), Bytes.of("old"));

      try (StateSnapshot before = store.snapshot()) {
        store.put(Bytes.of("a"), Bytes.of("new"));
        store.delete(Bytes.of("b"));
        store.put(Bytes.of("c"), Bytes.of("new"));

        try (StateSnapshot after = store.snapshot()) {
          assertEquals(List.of("a", "b"), keys(before::scan, "", ""));
          assertEquals(List.of("a", "c"), keys(after::scan, "", ""));
        }
        assertArrayEquals(Bytes.of("old"), before.get(Bytes.of("a")));
        assertArrayEquals(Bytes.of("old"), before.get(Bytes.of("b")));
        assertNull(before.get(Bytes.of("c")));
      }
      assertArrayEquals(Bytes.of("new"), store.get(Bytes.of("a")));
    }
  }

  @Test
  default void countsItsEntriesAbout(@TempDir Path folder) {
    try (StateBackend store = factory().open(folder)) {
      assertEquals(0, store.size());
      for (int i = 0; i < 50; i++) {
        store.put(Bytes.of("k" + i), Bytes.of(i));
      }

      assertTrue(store.size() > 0, "size " + store.size());
    }
  }

  @Test
  default void refusesUseAfterClose(@TempDir Path folder) {
    StateBackend store = factory().open(folder);
    store.put(Bytes.of("a"), Bytes.of("1"));
    StateSnapshot snapshot = store.snapshot();
    StateSnapshot left = store.snapshot();
    snapshot.close();
    snapshot.close();

    refuses(() -> snapshot.get(Bytes.of("a")));
    refuses(() -> snapshot.scan(Bytes.of(""), Bytes.of(""), (key, value) -> true));
    store.close();
    store.close();

    refuses(() -> left.get(Bytes.of("a")));
    refuses(() -> left.scan(Bytes.of(""), Bytes.of(""), (key, value) -> true));
    left.close();
    refuses(() -> store.get(Bytes.of("a")));
    refuses(() -> store.put(Bytes.of("a"), Bytes.of("2")));
    refuses(() -> store.delete(Bytes.of("a")));
    refuses(() -> store.write(List.of()));
    refuses(() -> store.scan(Bytes.of(""), Bytes.of(""), (key, value) -> true));
    refuses(store::snapshot);
    refuses(store::sync);
    refuses(store::size);
  }

  @Test
  default void doesWhatASortedMapWouldDo(@TempDir Path folder) {
    for (int round = 0; round < 8; round++) {
      new ModelCheck(factory(), folder.resolve("store" + round), Seed.next()).run(400);
    }
  }

  @Test
  default void showsBatchesWholeToConcurrentReaders(@TempDir Path folder) throws Exception {
    new RaceCheck(factory(), folder, Seed.next()).run();
  }

  private static void refuses(Runnable use) {
    SpellException refusal = assertThrows(SpellException.class, use::run);
    assertEquals(ErrorKind.Storage.class, refusal.kind().getClass());
    assertNotNull(refusal.getMessage());
    assertTrue(refusal.message().contains("closed"), refusal.message());
  }

  private static List<String> keys(StateBackend store, String prefix) {
    return keys(store::scan, prefix, prefix);
  }

  private static List<String> keys(StateBackend store, String prefix, String from) {
    return keys(store::scan, prefix, from);
  }

  private static List<String> keys(Bytes.Scan scan, String prefix, String from) {
    return Bytes.latinKeys(scan, Bytes.of(prefix), Bytes.of(from));
  }
}
