package org.llmspell.hooks.builtin;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookResult;

/**
 * Counts firings, errors and successes for each point, and puts the time between the point before
 * and the point after an operation into a histogram.
 */
final class MetricsHook implements BuiltinHook {
  private static final String START = "metrics_start_nanos";

  /** Upper bounds in milliseconds. */
  private static final long[] BOUNDS = {1, 5, 10, 50, 100, 500, 1_000, 5_000};

  private final Config config;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, LongAdder>> histograms = new ConcurrentHashMap<>();

  /**
   * The settings.
   *
   * @param histogram whether times are taken
   * @param custom whether numbers in the metadata whose name begins with {@code metric.} are added
   *     up
   */
  record Config(boolean histogram, boolean custom) {
    static Config of(Options options) {
      return new Config(
          options.flag("enable_histogram", true), options.flag("enable_custom_metrics", true));
    }
  }

  MetricsHook(Config config, Clock clock, LongSupplier nanoClock) {
    this.config = config;
    this.clock = clock;
    this.nanos = nanoClock;
  }

  @Override
  public List<? extends HookPoint> points() {
    return Points.WORK;
  }

  @Override
  public HookResult execute(HookContext context) {
    String point = context.point().text();
    count(point);
    if (context.point().isError()) {
      count(point + ".errors");
    } else if (point.startsWith("After")) {
      count(point + (Boolean.FALSE.equals(context.data().get("success")) ? ".errors" : ".success"));
    }
    if (config.histogram) {
      measure(context, point);
    }
    if (config.custom) {
      custom(context);
    }
    context.metadata().put("metrics_recorded_at", clock.instant().toString());
    return HookResult.proceed();
  }

  private void count(String name) {
    counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
  }

  private void measure(HookContext context, String point) {
    if (point.startsWith("Before")) {
      context.metadata().put(START, String.valueOf(nanos.getAsLong()));
      return;
    }
    String start = context.metadata().remove(START);
    if (start != null) {
      long millis = (nanos.getAsLong() - Long.parseLong(start)) / 1_000_000;
      histograms
          .computeIfAbsent(point, _ -> new ConcurrentSkipListMap<>())
          .computeIfAbsent(bound(millis), _ -> new LongAdder())
          .increment();
    }
  }

  private static long bound(long millis) {
    for (long bound : BOUNDS) {
      if (millis <= bound) {
        return bound;
      }
    }
    return Long.MAX_VALUE;
  }

  private void custom(HookContext context) {
    context
        .metadata()
        .forEach((key, value) -> {
          if (key.startsWith("metric.") && value.matches("-?\\d{1,18}")) {
            counts.computeIfAbsent(key, _ -> new LongAdder()).add(Long.parseLong(value));
          }
        });
  }

  @Override
  public Map<String, @Nullable Object> stats() {
    Map<String, Object> numbers = new TreeMap<>();
    counts.forEach((name, count) -> numbers.put(name, count.sum()));
    Map<String, Object> times = new TreeMap<>();
    histograms.forEach((point, buckets) -> {
      Map<String, Object> row = new LinkedHashMap<>();
      buckets.forEach((bound, count) ->
          row.put(bound == Long.MAX_VALUE ? "more" : "up_to_" + bound + "_ms", count.sum()));
      times.put(point, row);
    });
    return Map.of("counts", numbers, "durations", times);
  }
}
