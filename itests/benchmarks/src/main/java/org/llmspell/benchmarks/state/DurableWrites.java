package org.llmspell.benchmarks.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.core.state.backend.StateBackend;

/** Writes that survive the loss of power, on Xodus: of one thread, of many, and of the backend. */
public final class DurableWrites {
  private static final int THREADS = 16;
  private static final int ROUNDS = 3;
  private static final long ROUND_NANOS = 1_500_000_000;
  private static final StateScope SCOPE = new StateScope(ScopeType.CUSTOM, "durable");

  /**
   * Writes a second, the median of the rounds, which took turns.
   *
   * @param one of one thread
   * @param many of 16 threads together
   * @param bare of the backend: a put and a sync each, one thread
   */
  public record Result(double one, double many, double bare) {}

  private final StateContainer container;

  /** With the service of a container. */
  public DurableWrites(StateContainer container) {
    this.container = container;
  }

  /** Measures. */
  public Result measure() throws IOException, InterruptedException, ExecutionException {
    StateStore state = container.state("xodus", container.newFolder());
    double[] one = new double[ROUNDS];
    double[] many = new double[ROUNDS];
    double[] bare = new double[ROUNDS];
    try (StateBackend backend = container.bare("xodus", container.newFolder())) {
      for (int round = 0; round < ROUNDS; round++) {
        one[round] = rate(1, key -> state.set(SCOPE, key, "spell", SetOptions.DURABLE));
        many[round] = rate(THREADS, key -> state.set(SCOPE, key, "spell", SetOptions.DURABLE));
        bare[round] = rate(1, key -> putAndSync(backend, key));
      }
    }
    return new Result(Figures.median(one), Figures.median(many), Figures.median(bare));
  }

  private static void putAndSync(StateBackend backend, String key) {
    backend.put(key.getBytes(StandardCharsets.US_ASCII), new byte[20]);
    backend.sync();
  }

  /** Writes one key. */
  private interface Write {
    void to(String key);
  }

  private static double rate(int threads, Write write)
      throws InterruptedException, ExecutionException {
    try (var executor = Executors.newFixedThreadPool(threads)) {
      long start = System.nanoTime();
      List<Future<Long>> counts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String prefix = "thread" + thread + ":";
        counts.add(
            executor.submit(() -> {
              long count = 0;
              while (System.nanoTime() - start < ROUND_NANOS) {
                write.to(prefix + count % 1_000);
                count++;
              }
              return count;
            }));
      }
      long sum = 0;
      for (Future<Long> count : counts) {
        sum += count.get();
      }
      return sum * 1e9 / (System.nanoTime() - start);
    }
  }
}
