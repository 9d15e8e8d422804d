package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateWrite;

/**
 * Kills processes while they write, at random moments, also while they recover, and looks whether
 * everything that they acknowledged is there and no batch is there by half.
 */
final class KillCheck {
  private static final int WRITERS = 2;
  private static final int KEYS = 40;
  private static final int KEPT = 200;
  private static final int HUGE_EVERY = 60;
  private static final int HUGE = 10_000;

  private final StateBackendFactory factory;
  private final Path folder;
  private final Path output;
  private final long seed;
  private final SplittableRandom random;
  private final long[] acknowledged = new long[WRITERS];

  KillCheck(StateBackendFactory factory, Path folder, Path output, long seed) {
    this.factory = factory;
    this.folder = folder;
    this.output = output;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  void run(int kills) throws IOException, InterruptedException {
    for (int kill = 0; kill < kills; kill++) {
      round();
      try (StateBackend store = factory.open(folder)) {
        for (int writer = 0; writer < WRITERS; writer++) {
          check(store, writer);
        }
      } catch (AssertionError | RuntimeException e) {
        throw Seed.failure(seed, "after kill %d".formatted(kill + 1), e);
      }
    }
    assertTrue(acknowledged[0] > 0, "nothing was written");
  }

  static OtherProcess start(StateBackendFactory factory, Path folder, Path output)
      throws IOException {
    return OtherProcess.start(
        output, Writer.class, factory.getClass().getName(), folder.toString());
  }

  private void round() throws IOException, InterruptedException {
    try (var process = start(factory, folder, output)) {
      if (random.nextInt(5) > 0) {
        process.awaitFirstLine();
        process.letRun(Duration.ofMillis(random.nextInt(250)));
      } else {
        // Perhaps before it has opened the store, or while it does.
        process.letRun(Duration.ofMillis(random.nextInt(600)));
      }
      process.kill();
      for (String line : process.lines()) {
        int space = line.indexOf(' ');
        int writer = Integer.parseInt(line.substring(0, space));
        acknowledged[writer] =
            Math.max(acknowledged[writer], Long.parseLong(line.substring(space + 1)));
      }
    }
  }

  private void check(StateBackend store, int writer) {
    long now = number(store, writer);
    assertTrue(
        now == acknowledged[writer] || now == acknowledged[writer] + 1,
        () -> "acknowledged %d, but there is %d".formatted(acknowledged[writer], now));
    for (int key = 0; key < KEYS && now > 0; key++) {
      assertEquals(
          now, ByteBuffer.wrap(some(store.get(key(writer, key)))).getLong(), "half a batch");
    }
    for (long old = Math.max(1, now - KEPT + 1); old <= now; old++) {
      assertArrayEquals(content(writer, old), store.get(numbered(writer, old)));
    }
    assertNull(store.get(numbered(writer, now + 1)), "half a batch");
    if (now > KEPT) {
      assertNull(store.get(numbered(writer, now - KEPT)), "half a batch");
    }
    if (now >= HUGE_EVERY) {
      checkHuge(store, writer, now / HUGE_EVERY * HUGE_EVERY);
    }
    // What was started but not acknowledged counts from now on.
    acknowledged[writer] = now;
  }

  private static void checkHuge(StateBackend store, int writer, long expected) {
    byte[] prefix = Bytes.of("huge%d/".formatted(writer));
    int[] count = new int[1];
    store.scan(
        prefix,
        prefix,
        (key, value) -> {
          count[0]++;
          assertEquals(expected, ByteBuffer.wrap(value).getLong(), "half a huge batch");
          return true;
        });
    assertEquals(HUGE, count[0]);
  }

  private static byte[] some(byte @org.jspecify.annotations.Nullable [] value) {
    return value == null ? new byte[Long.BYTES] : value;
  }

  private static long number(StateBackend store, int writer) {
    return ByteBuffer.wrap(some(store.get(key(writer, 0)))).getLong();
  }

  private static byte[] key(int writer, int key) {
    return Bytes.of("w%d/%d".formatted(writer, key));
  }

  private static byte[] numbered(int writer, long number) {
    return Bytes.of("n%d/%d".formatted(writer, number));
  }

  private static byte[] content(int writer, long number) {
    var random = new SplittableRandom(number * WRITERS + writer);
    byte[] content = new byte[random.nextInt(random.nextInt(20) == 0 ? 100_000 : 1_000)];
    random.nextBytes(content);
    return content;
  }

  /** The process that is killed: batches of ever greater numbers, each acknowledged in a line. */
  static final class Writer {
    private Writer() {}

    /** Writes until the end. The arguments: class of the factory, folder of the store. */
    public static void main(String[] args) throws ReflectiveOperationException {
      StateBackendFactory factory =
          Class.forName(args[0])
              .asSubclass(StateBackendFactory.class)
              .getConstructor()
              .newInstance();
      StateBackend store = factory.open(Path.of(args[1]));
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        Thread.ofPlatform().start(() -> write(store, writer));
      }
    }

    private static void write(StateBackend store, int writer) {
      try {
        for (long number = number(store, writer) + 1; ; number++) {
          store.write(changes(writer, number));
          if (number % 7 == 0) {
            store.sync();
          }
          acknowledge(writer, number);
        }
      } catch (RuntimeException e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(1);
      }
    }

    private static void acknowledge(int writer, long number) {
      byte[] line = Bytes.of(writer + " " + number + "\n");
      synchronized (System.out) {
        System.out.write(line, 0, line.length);
        System.out.flush();
      }
    }

    private static List<StateWrite> changes(int writer, long number) {
      byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      var changes = new ArrayList<StateWrite>();
      for (int key = 0; key < KEYS; key++) {
        changes.add(StateWrite.put(key(writer, key), value));
      }
      changes.add(StateWrite.put(numbered(writer, number), content(writer, number)));
      changes.add(StateWrite.delete(numbered(writer, number - KEPT)));
      if (number % HUGE_EVERY == 0) {
        for (int key = 0; key < HUGE; key++) {
          changes.add(StateWrite.put(Bytes.of("huge%d/%d".formatted(writer, key)), value));
        }
      }
      return changes;
    }
  }
}
