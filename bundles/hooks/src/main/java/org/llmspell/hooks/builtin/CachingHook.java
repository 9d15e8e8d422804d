package org.llmspell.hooks.builtin;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

/**
 * Keeps the results of operations that took long enough, and answers the next one of the same
 * component with the same parameters. What was used longest ago goes first.
 */
final class CachingHook implements BuiltinHook {
  private static final String START = "cache_start_nanos";
  private static final Duration EXTENSION = Duration.ofMinutes(1);

  private final Config config;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Which parameters an operation was begun with, by its correlation id. */
  private final Map<String, Key> open = new LinkedHashMap<>();

  private long requests;
  private long hits;
  private long evictions;
  private long expired;
  private long lastCleanup;

  /** What is kept. */
  enum Strategy {
    /** Everything. */
    CACHE_ALL,
    /** What succeeded. */
    CACHE_SUCCESS_ONLY,
    /** The components in {@code types}. */
    CACHE_SPECIFIC_TYPES,
    /** The components in {@code types}, failures too. */
    CUSTOM
  }

  /**
   * The settings.
   *
   * @param maxEntries how many results
   * @param ttl for how long
   * @param strategy what is kept
   * @param types names or types of components, for two of the strategies
   * @param nonCacheable points at which nothing is served
   * @param fullContext whether the parameters belong to the key; else only the component
   * @param minExecution only what took at least so long
   * @param extendOnHit whether a hit makes a result live a minute longer
   * @param cacheErrors whether failures are kept by the usual strategy too
   */
  record Config(
      int maxEntries,
      Duration ttl,
      Strategy strategy,
      List<String> types,
      List<String> nonCacheable,
      boolean fullContext,
      Duration minExecution,
      boolean extendOnHit,
      boolean cacheErrors) {
    static Config of(Options options) {
      return new Config(
          options.number("max_entries", 1_000, 1),
          options.seconds("default_ttl_seconds", 300),
          options.choice("strategy", Strategy.CACHE_SUCCESS_ONLY),
          options.texts("types", List.of()),
          options.texts(
              "non_cacheable_points",
              List.of("SecurityViolation", "BeforeStateWrite", "AfterStateWrite")),
          options.flag("use_full_context", true),
          options.millis("min_execution_time_ms", 10),
          options.flag("extend_ttl_on_hit", false),
          options.flag("cache_errors", false));
    }
  }

  private record Key(String component, String language, Object parameters) {}

  private record Entry(Object result, String cachedAt, long end) {}

  CachingHook(Config config, Clock clock, LongSupplier nanoClock) {
    this.config = config;
    this.clock = clock;
    this.nanos = nanoClock;
    this.lastCleanup = nanoClock.getAsLong();
  }

  @Override
  public List<? extends HookPoint> points() {
    return List.of(StandardPoint.BEFORE_TOOL_EXECUTION, StandardPoint.AFTER_TOOL_EXECUTION);
  }

  @Override
  public boolean shouldExecute(HookContext context) {
    return !config.nonCacheable.contains(context.point().text());
  }

  @Override
  public synchronized HookResult execute(HookContext context) {
    cleanUp();
    return context.point().text().startsWith("Before") ? serve(context) : keep(context);
  }

  private HookResult serve(HookContext context) {
    Key key =
        new Key(
            context.component().type() + ":" + context.component().name(),
            context.language(),
            config.fullContext ? context.data() : "");
    requests++;
    Entry entry = entries.get(key);
    if (entry != null && nanos.getAsLong() - entry.end >= 0) {
      entries.remove(key);
      expired++;
      entry = null;
    }
    if (entry == null) {
      context.metadata().put(START, String.valueOf(nanos.getAsLong()));
      open.put(context.correlationId() + context.component().name(), key);
      trim(open, 10_000);
      return HookResult.proceed();
    }
    hits++;
    if (config.extendOnHit) {
      entries.put(key, new Entry(entry.result, entry.cachedAt, entry.end + EXTENSION.toNanos()));
    }
    context.metadata().put("cache_hit", "true");
    context.metadata().put("cached_at", entry.cachedAt);
    return new HookResult.Replace(entry.result);
  }

  private HookResult keep(HookContext context) {
    Key key = open.remove(context.correlationId() + context.component().name());
    String start = context.metadata().get(START);
    if (key == null || start == null) {
      return HookResult.proceed();
    }
    long took = nanos.getAsLong() - Long.parseLong(start);
    if (took >= config.minExecution.toNanos() && isWanted(context)) {
      long end = nanos.getAsLong() + config.ttl.toNanos();
      entries.put(key, new Entry(new HashMap<>(context.data()), clock.instant().toString(), end));
      evictions += trim(entries, config.maxEntries);
    }
    return HookResult.proceed();
  }

  private boolean isWanted(HookContext context) {
    boolean success = !Boolean.FALSE.equals(context.data().get("success"));
    boolean named =
        config.types.contains(context.component().name())
            || config.types.contains(context.component().type());
    return switch (config.strategy) {
      case CACHE_ALL -> true;
      case CACHE_SUCCESS_ONLY -> success || config.cacheErrors;
      case CACHE_SPECIFIC_TYPES -> named && (success || config.cacheErrors);
      case CUSTOM -> named;
    };
  }

  private static int trim(Map<?, ?> map, int max) {
    int removed = 0;
    while (map.size() > max) {
      map.remove(map.keySet().iterator().next());
      removed++;
    }
    return removed;
  }

  private void cleanUp() {
    long now = nanos.getAsLong();
    if (now - lastCleanup >= Duration.ofMinutes(5).toNanos()) {
      lastCleanup = now;
      int before = entries.size();
      entries.values().removeIf(entry -> now - entry.end >= 0);
      expired += before - entries.size();
    }
  }

  @Override
  public synchronized Map<String, @Nullable Object> stats() {
    return Map.of(
        "requests", requests,
        "hits", hits,
        "misses", requests - hits,
        "evictions", evictions,
        "expired", expired,
        "size", (long) entries.size(),
        "hit_ratio", requests == 0 ? 0.0 : (double) hits / requests);
  }
}
