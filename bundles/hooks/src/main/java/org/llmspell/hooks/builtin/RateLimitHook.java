package org.llmspell.hooks.builtin;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookResult;

/** Lets only so many operations through in a time: a token bucket for each key. */
final class RateLimitHook implements BuiltinHook {
  private static final int MAX_KEYS = 10_000;

  private final Config config;
  private final LongSupplier nanos;
  private final LongAdder allowed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder warnings = new LongAdder();

  /** The keys used longest ago go first. */
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /** What has a bucket of its own. */
  enum Strategy {
    /** One for all. */
    GLOBAL,
    /** Each component. */
    PER_COMPONENT,
    /** Each {@code user_id} in the metadata. */
    PER_USER,
    /** Each value of the template {@code key}. */
    PER_KEY,
    /** Each component and point. */
    CUSTOM
  }

  /** What happens when a bucket is empty. */
  enum Action {
    /** The operation is refused. */
    CANCEL,
    /** It waits before it is done. */
    DELAY,
    /** Another target does it. */
    REDIRECT,
    /** Whoever has an old result gives that. */
    RETURN_CACHED
  }

  /**
   * The settings.
   *
   * @param strategy what has a bucket of its own
   * @param key template of the key, with {component}, {hook_point} and {user}
   * @param capacity tokens in a full bucket
   * @param refill tokens that come back in each interval
   * @param interval the interval
   * @param burst tokens on top of the capacity
   * @param action what happens when it is empty
   * @param delay how long to wait, when the action is to wait
   * @param target where to, when the action is to redirect
   * @param headers whether the metadata say how much is left
   * @param prefix how these entries begin
   * @param warning from this share on, a warning is noted
   * @param events whether refusals are noted in the metadata
   * @param custom capacities of single keys
   */
  record Config(
      Strategy strategy,
      String key,
      int capacity,
      double refill,
      Duration interval,
      int burst,
      Action action,
      Duration delay,
      String target,
      boolean headers,
      String prefix,
      double warning,
      boolean events,
      Map<String, Integer> custom) {
    static Config of(Options options) {
      Map<String, Integer> custom = new HashMap<>();
      options
          .table("custom_limits")
          .forEach((key, value) -> {
            if (value instanceof Number number) {
              custom.put(String.valueOf(key), number.intValue());
            }
          });
      boolean allowBurst = options.flag("allow_burst", true);
      int burst = options.number("burst", 50, 0);
      var config =
          new Config(
              options.choice("strategy", Strategy.GLOBAL),
              options.text("key", "{component}"),
              options.number("capacity", 100, 1),
              options.decimal("refill_rate", 10, 0),
              options.millis("refill_interval_ms", 1_000),
              allowBurst ? burst : 0,
              options.choice("action", Action.CANCEL),
              options.millis("delay_ms", 1_000),
              options.text("target", ""),
              options.flag("add_headers", true),
              options.text("header_prefix", "X-RateLimit-"),
              options.decimal("warning_threshold", 0.8, 0),
              options.flag("emit_events", true),
              Map.copyOf(custom));
      if (config.action == Action.REDIRECT && config.target.isBlank()) {
        throw SpellException.configuration(
            "Hook RateLimitHook with action 'redirect' needs the setting 'target'", null);
      }
      return config;
    }
  }

  /** The tokens of a key. */
  private static final class Bucket {
    private final int capacity;
    private double tokens;
    private long last;

    Bucket(int capacity, long now) {
      this.capacity = capacity;
      this.tokens = capacity;
      this.last = now;
    }
  }

  /** What came of taking a token. */
  private record Take(boolean taken, double left, int capacity, Duration untilNext) {}

  RateLimitHook(Config config, LongSupplier nanoClock) {
    this.config = config;
    this.nanos = nanoClock;
  }

  @Override
  public List<? extends HookPoint> points() {
    return Points.BEFORE;
  }

  /** Waiting is what it is for. */
  @Override
  public HookLimits limits() {
    return config.action == Action.DELAY
        ? HookLimits.INLINE.withoutBreaker().withTimeout(config.delay.plusSeconds(1))
        : BuiltinHook.super.limits();
  }

  @Override
  public HookResult execute(HookContext context) throws InterruptedException {
    Take take = take(key(context));
    note(context, take);
    if (take.taken) {
      allowed.increment();
      return HookResult.proceed();
    }
    refused.increment();
    return switch (config.action) {
      case CANCEL -> new HookResult.Cancel("Rate limit exceeded");
      case DELAY -> {
        Thread.sleep(config.delay);
        yield HookResult.proceed();
      }
      case REDIRECT -> new HookResult.Redirect(config.target);
      case RETURN_CACHED -> {
        context.metadata().put("use_cached_result", "true");
        yield new HookResult.Modified(Map.of("rate_limited", true, "action", "return_cached"));
      }
    };
  }

  private String key(HookContext context) {
    String component = context.component().name();
    String point = context.point().text();
    String user = context.metadata().getOrDefault("user_id", "anonymous");
    return switch (config.strategy) {
      case GLOBAL -> "global";
      case PER_COMPONENT -> component;
      case PER_USER -> user;
      case PER_KEY ->
          config
              .key
              .replace("{component}", component)
              .replace("{hook_point}", point)
              .replace("{user}", user);
      case CUSTOM -> component + ":" + point;
    };
  }

  private synchronized Take take(String key) {
    long now = nanos.getAsLong();
    Bucket bucket =
        buckets.computeIfAbsent(
            key,
            k -> new Bucket(config.custom.getOrDefault(k, config.capacity) + config.burst, now));
    if (buckets.size() > MAX_KEYS) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    double perNano = config.refill / Math.max(1, config.interval.toNanos());
    bucket.tokens = Math.min(bucket.capacity, bucket.tokens + (now - bucket.last) * perNano);
    bucket.last = now;
    boolean taken = bucket.tokens >= 1;
    if (taken) {
      bucket.tokens--;
    }
    double missing = Math.max(0, 1 - bucket.tokens);
    long wait = perNano == 0 ? Duration.ofDays(1).toNanos() : (long) (missing / perNano);
    return new Take(taken, bucket.tokens, bucket.capacity, Duration.ofNanos(wait));
  }

  private void note(HookContext context, Take take) {
    Map<String, String> metadata = context.metadata();
    long seconds = Math.max(1, take.untilNext.toSeconds());
    if (config.headers) {
      metadata.put(config.prefix + "Limit", String.valueOf(take.capacity - config.burst));
      metadata.put(config.prefix + "Remaining", String.valueOf((long) take.left));
      metadata.put(config.prefix + "Reset", String.valueOf(seconds));
      metadata.put(config.prefix + "Burst", String.valueOf(config.burst));
      if (!take.taken) {
        metadata.put(config.prefix + "Retry-After", String.valueOf(seconds));
      }
    }
    if (1 - take.left / take.capacity >= config.warning) {
      warnings.increment();
      metadata.put("rate_limit_warning", "true");
    }
    if (config.events && !take.taken) {
      metadata.put("rate_limit_exceeded", "true");
    }
  }

  @Override
  public synchronized Map<String, @Nullable Object> stats() {
    return Map.of(
        "allowed", allowed.sum(),
        "refused", refused.sum(),
        "warnings", warnings.sum(),
        "keys", (long) buckets.size());
  }
}
