package org.llmspell.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs in time of the processor, which other work on the machine disturbs far less
 * than time on the wall.
 */
final class CpuPart implements Part {
  private static final int BATCHES = 60;
  private static final int CALLS = 100_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private volatile @Nullable Object sink;

  /** Something to measure. */
  private interface Work {
    Object once();
  }

  @Override
  public List<Row> measure() throws Exception {
    var benchmark = new PipelineBenchmark();
    benchmark.start();
    try {
      double bare = best(benchmark::bare);
      double pipeline = best(benchmark::pipeline);
      return List.of(
          new Row(
              "the same, no stages, in processor time",
              Row.number(pipeline - bare, "ns"),
              "< 1000 ns",
              "bare method " + Row.number(bare, "ns") + "; best of " + BATCHES + " batches"));
    } finally {
      benchmark.stop();
    }
  }

  private double best(Work work) {
    double best = Double.MAX_VALUE;
    for (int batch = 0; batch < BATCHES; batch++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < CALLS; i++) {
        sink = work.once();
      }
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / (double) CALLS);
    }
    return best;
  }
}
