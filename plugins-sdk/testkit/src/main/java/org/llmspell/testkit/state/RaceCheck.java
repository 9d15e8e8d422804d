package org.llmspell.testkit.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;

/**
 * Writers that each set all keys of their own group to the same number in one batch, beside readers
 * that must never see two numbers in one group, nor a group going backwards.
 */
final class RaceCheck {
  private static final int WRITERS = 3;
  private static final int READERS = 3;
  private static final int KEYS = 20;
  private static final int ROUNDS = 400;

  private final StateBackendFactory factory;
  private final Path folder;
  private final long seed;
  private final ConcurrentLinkedQueue<Long> looks = new ConcurrentLinkedQueue<>();

  RaceCheck(StateBackendFactory factory, Path folder, long seed) {
    this.factory = factory;
    this.folder = folder;
    this.seed = seed;
  }

  void run() throws InterruptedException {
    var writing = new AtomicInteger(WRITERS);
    try (StateBackend store = factory.open(folder);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS)) {
      var tasks = new ArrayList<Future<?>>();
      for (int i = 0; i < WRITERS; i++) {
        int group = i;
        tasks.add(threads.submit(write(store, group, writing)));
      }
      for (int i = 0; i < READERS; i++) {
        long readerSeed = seed + i;
        tasks.add(threads.submit(read(store, new SplittableRandom(readerSeed), writing)));
      }
      for (Future<?> task : tasks) {
        task.get(2, TimeUnit.MINUTES);
      }
      for (int group = 0; group < WRITERS; group++) {
        assertEquals(ROUNDS, number(store::scan, group));
      }
      assertTrue(looks.size() >= READERS, "readers must have looked");
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw Seed.failure(seed, "readers and writers got into each other's way", e);
    }
  }

  private static Callable<Void> write(StateBackend store, int group, AtomicInteger writing) {
    return () -> {
      try {
        for (long round = 1; round <= ROUNDS; round++) {
          byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(round).array();
          var changes = new ArrayList<StateWrite>();
          for (int key = 0; key < KEYS; key++) {
            // Every other round a key is new or gone, so that the tree changes its shape too.
            boolean gone = key % 4 == 3 && round % 2 == 1;
            changes.add(
                gone ? StateWrite.delete(key(group, key)) : StateWrite.put(key(group, key), value));
          }
          store.write(changes);
          assertArrayEquals(value, store.get(key(group, 0)), "a writer sees its own write");
        }
      } finally {
        writing.decrementAndGet();
      }
      return null;
    };
  }

  private Callable<Void> read(StateBackend store, SplittableRandom random, AtomicInteger writing) {
    return () -> {
      long[] last = new long[WRITERS];
      do {
        int group = random.nextInt(WRITERS);
        long now;
        if (random.nextBoolean()) {
          now = number(store::scan, group);
        } else {
          try (StateSnapshot snapshot = store.snapshot()) {
            now = number(snapshot::scan, group);
            compareGets(snapshot, group, now);
            assertEquals(now, number(snapshot::scan, group), "a snapshot does not change");
          }
        }
        assertTrue(now >= last[group], () -> "group %d went backwards".formatted(group));
        last[group] = now;
        looks.add(now);
      } while (writing.get() > 0);
      return null;
    };
  }

  private static void compareGets(StateSnapshot snapshot, int group, long now) {
    byte[] first = snapshot.get(key(group, 0));
    byte[] sometimes = snapshot.get(key(group, 3));
    assertEquals(now, first == null ? 0 : ByteBuffer.wrap(first).getLong());
    if (now % 2 == 1 || now == 0) {
      assertNull(sometimes);
    } else {
      assertArrayEquals(first, sometimes);
    }
  }

  /** The number that all keys of a group have; 0 before the first write. */
  private static long number(Bytes.Scan scan, int group) {
    List<Long> numbers = new ArrayList<>();
    byte[] prefix = Bytes.of("g" + group + "/");
    scan.scan(prefix, prefix, (key, value) -> numbers.add(ByteBuffer.wrap(value).getLong()));
    if (numbers.isEmpty()) {
      return 0;
    }
    long number = numbers.getFirst();
    assertEquals(1, numbers.stream().distinct().count(), () -> "half a batch: " + numbers);
    assertEquals(number % 2 == 1 ? KEYS - KEYS / 4 : KEYS, numbers.size(), "half a batch");
    return number;
  }

  private static byte[] key(int group, int key) {
    return Bytes.of("g%d/%03d".formatted(group, key));
  }
}
