package org.llmspell.benchmarks.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.llmspell.core.state.backend.StateWrite;

/** Our backends on disk beside MVStore and MapDB: the same million keys, the same work. */
public final class Peers {
  private static final int KEYS = 1_000_000;
  private static final int BATCH = 10_000;
  private static final int GETS = 300_000;
  private static final int OPENINGS = 3;
  private static final long PUTTING_NANOS = 1_000_000_000;

  /**
   * What one store did.
   *
   * @param name which
   * @param filled entries a second, written in order, 10,000 at a time
   * @param openMillis until a closed store has given its first value; the median
   * @param getMicros one read at random, once all were warmed up by as many
   * @param scanned entries a second in order
   * @param putMicros one write at random that survives the death of the process
   */
  public record Result(
      String name,
      double filled,
      double openMillis,
      double getMicros,
      double scanned,
      double putMicros) {}

  private final StateContainer container;
  private final Map<String, Contender.Maker> makers = new LinkedHashMap<>();

  /** The comparison with the backends of a container. */
  public Peers(StateContainer container) {
    this.container = container;
    makers.put("xodus", folder -> ours("xodus", folder));
    makers.put("rocksdb", folder -> ours("rocksdb", folder));
    makers.put("MVStore", MvStoreContender::open);
    makers.put("MapDB", MapDbContender::open);
  }

  private Contender ours(String backend, Path folder) throws IOException {
    try {
      return new BackendContender(container.bare(backend, folder));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted before '%s' was there".formatted(backend), e);
    }
  }

  /** Runs all, one after the other. */
  public List<Result> compare() throws IOException {
    List<Result> results = new ArrayList<>();
    for (var entry : makers.entrySet()) {
      results.add(measure(entry.getKey(), entry.getValue()));
    }
    return results;
  }

  private Result measure(String name, Contender.Maker maker) throws IOException {
    Path folder = container.newFolder();
    double filled;
    try (Contender store = maker.open(folder)) {
      filled = fill(store);
    }
    double[] openings = new double[OPENINGS];
    for (int i = 0; i < OPENINGS; i++) {
      long start = System.nanoTime();
      try (Contender store = maker.open(folder)) {
        found(store.get(key(KEYS / 2)) != null, name);
        openings[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    try (Contender store = maker.open(folder)) {
      get(store, name);
      double getMicros = get(store, name);
      double scanned = scan(store, name);
      return new Result(name, filled, Figures.median(openings), getMicros, scanned, put(store));
    }
  }

  private static double fill(Contender store) {
    long start = System.nanoTime();
    for (int first = 0; first < KEYS; first += BATCH) {
      List<StateWrite> batch = new ArrayList<>(BATCH);
      for (int i = first; i < first + BATCH; i++) {
        batch.add(StateWrite.put(key(i), value(i)));
      }
      store.write(batch);
    }
    return KEYS * 1e9 / (System.nanoTime() - start);
  }

  private static double get(Contender store, String name) {
    var random = new SplittableRandom(1);
    long start = System.nanoTime();
    for (int i = 0; i < GETS; i++) {
      found(store.get(key(random.nextInt(KEYS))) != null, name);
    }
    return (System.nanoTime() - start) / 1e3 / GETS;
  }

  private static double scan(Contender store, String name) {
    double best = 0;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      found(store.scan(key(0), key(KEYS)) == KEYS, name);
      best = Math.max(best, KEYS * 1e9 / (System.nanoTime() - start));
    }
    return best;
  }

  private static double put(Contender store) {
    var random = new SplittableRandom(2);
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < PUTTING_NANOS) {
      int i = random.nextInt(KEYS);
      store.write(List.of(StateWrite.put(key(i), value(i + 1))));
      count++;
    }
    return (System.nanoTime() - start) / 1e3 / count;
  }

  private static void found(boolean found, String name) {
    if (!found) {
      throw new IllegalStateException("'%s' has lost entries".formatted(name));
    }
  }

  private static byte[] key(int number) {
    return ("item:" + (10_000_000 + number)).getBytes(StandardCharsets.US_ASCII);
  }

  /** A hundred bytes. */
  private static byte[] value(int number) {
    byte[] value = new byte[100];
    new SplittableRandom(number).nextBytes(value);
    return value;
  }
}
