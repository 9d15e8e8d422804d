package org.llmspell.benchmarks.state;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import org.llmspell.benchmarks.Container;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateWrite;

/**
 * What reading and writing through the service costs, beside the bare backend with the very bytes
 * that the service stores. Processor time of the one thread; rounds take turns, the median counts.
 */
public final class ServiceCost {
  private static final int KEYS = 20_000;
  private static final int WRITES_ON_DISK = 4_000;
  private static final int ROUNDS = 11;
  private static final int WARM_UP = 4;
  private static final String PREFIX = "item:";
  private static final StateScope SCOPE = new StateScope(ScopeType.CUSTOM, "bench");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /**
   * Nanoseconds of one call.
   *
   * @param backend which
   * @param value what sort of value
   * @param read through the service
   * @param bareRead of the backend
   * @param write through the service
   * @param bareWrite of the backend
   */
  public record Result(
      String backend, String value, double read, double bareRead, double write, double bareWrite) {}

  private final StateContainer container;

  /** With the service and the backends of a container. */
  public ServiceCost(StateContainer container) {
    this.container = container;
  }

  /** Measures all three with texts and with small records. */
  public List<Result> measure() throws IOException, InterruptedException {
    Map<String, Object> kinds = new LinkedHashMap<>();
    kinds.put("a text of 40 letters", "spell ".repeat(6) + "book");
    kinds.put("a map of 3 fields", Map.of("id", 1L, "name", "spell", "value", 2.5));
    List<Result> results = new ArrayList<>();
    for (var kind : kinds.entrySet()) {
      List<StateWrite> stored = stored(kind.getValue());
      for (String backend : List.of("memory", "xodus", "rocksdb")) {
        StateStore state = container.state(backend, container.newFolder());
        try (StateBackend bare = container.bare(backend, container.newFolder())) {
          results.add(compare(backend, kind, state, bare, stored));
        }
      }
    }
    return results;
  }

  private static String key(int number) {
    return PREFIX + (100_000 + number);
  }

  /** What the service stores, as the bytes of the backend, in the order of the keys. */
  private List<StateWrite> stored(Object value) throws IOException, InterruptedException {
    Path folder = container.newFolder();
    StateStore state = container.state("xodus", folder);
    setAll(state, value);
    container.state("memory", folder);
    List<StateWrite> stored = new ArrayList<>();
    try (StateBackend backend = container.bare("xodus", folder.resolve("xodus"))) {
      backend.scan(
          new byte[0],
          new byte[0],
          (key, bytes) -> {
            if (new String(key, StandardCharsets.UTF_8).contains(PREFIX)) {
              stored.add(StateWrite.put(key, bytes));
            }
            return true;
          });
    }
    if (stored.size() != KEYS) {
      throw new IllegalStateException("%d keys are stored".formatted(stored.size()));
    }
    return stored;
  }

  private static void setAll(StateStore state, Object value) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < KEYS; i++) {
      values.put(key(i), value);
    }
    state.setAll(SCOPE, values, SetOptions.DEFAULT);
  }

  private static Result compare(
      String backend,
      Map.Entry<String, Object> kind,
      StateStore state,
      StateBackend bare,
      List<StateWrite> stored) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    String[] keys = order.stream().map(ServiceCost::key).toArray(String[]::new);
    StateWrite[] entries = order.stream().map(stored::get).toArray(StateWrite[]::new);
    int writes = backend.equals("memory") ? KEYS : WRITES_ON_DISK;
    setAll(state, kind.getValue());
    bare.write(stored);
    double[][] rounds = new double[4][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double[] costs = {
        each(writes, i -> state.set(SCOPE, keys[i], kind.getValue())),
        each(
            writes,
            i -> bare.put(entries[i].key(), Container.present(entries[i].value(), "A value"))),
        each(KEYS, i -> check(state.get(SCOPE, keys[i]).isPresent())),
        each(KEYS, i -> check(bare.get(entries[i].key()) != null))
      };
      for (int i = 0; i < costs.length && round >= 0; i++) {
        rounds[i][round] = costs[i];
      }
    }
    return new Result(
        backend,
        kind.getKey(),
        Figures.median(rounds[2]),
        Figures.median(rounds[3]),
        Figures.median(rounds[0]),
        Figures.median(rounds[1]));
  }

  private static double each(int count, IntConsumer work) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      work.accept(i);
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / (double) count;
  }

  private static void check(boolean found) {
    if (!found) {
      throw new IllegalStateException("An entry is missing");
    }
  }
}
