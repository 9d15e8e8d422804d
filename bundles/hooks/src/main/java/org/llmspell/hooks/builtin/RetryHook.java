package org.llmspell.hooks.builtin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

/** Asks for another attempt when an operation has failed for a reason that may pass. */
final class RetryHook implements BuiltinHook {
  private static final int MAX_OPEN = 10_000;

  private final Config config;
  private final LongSupplier nanos;

  /** The attempts of operations that are not over, by correlation id. */
  private final Map<String, State> open = new LinkedHashMap<>();

  private long retries;
  private long exhausted;

  /**
   * The settings.
   *
   * @param maxAttempts how often it is done again
   * @param backoff the times between
   * @param retryable words in the error that may pass
   * @param nonRetryable words that will not; they win
   * @param onTimeout whether time-outs may pass
   * @param onRateLimit whether rate limits may pass
   * @param maxDuration no attempt begins later than this after the first failure
   */
  record Config(
      int maxAttempts,
      Backoff backoff,
      List<String> retryable,
      List<String> nonRetryable,
      boolean onTimeout,
      boolean onRateLimit,
      Duration maxDuration) {
    static Config of(Options options) {
      return new Config(
          options.number("max_attempts", 3, 1),
          Backoff.of(options),
          options.texts(
              "retryable_errors",
              List.of(
                  "connection_error", "timeout", "service_unavailable", "internal_server_error")),
          options.texts("non_retryable_errors", List.of()),
          options.flag("retry_on_timeout", true),
          options.flag("retry_on_rate_limit", true),
          options.seconds("max_retry_duration_seconds", 300));
    }
  }

  private static final class State {
    private final long start;
    private int attempts;

    State(long start) {
      this.start = start;
    }
  }

  RetryHook(Config config, LongSupplier nanoClock) {
    this.config = config;
    this.nanos = nanoClock;
  }

  @Override
  public List<? extends HookPoint> points() {
    return List.of(
        StandardPoint.TOOL_ERROR,
        StandardPoint.AGENT_ERROR,
        StandardPoint.AFTER_TOOL_EXECUTION,
        StandardPoint.AFTER_AGENT_EXECUTION);
  }

  @Override
  public synchronized HookResult execute(HookContext context) {
    String key = context.correlationId() + ":" + context.component();
    String error = error(context);
    if (error == null || !mayPass(error)) {
      open.remove(key);
      return HookResult.proceed();
    }
    State state = open.computeIfAbsent(key, _ -> new State(nanos.getAsLong()));
    if (open.size() > MAX_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
    state.attempts++;
    Duration delay = config.backoff.delay(state.attempts, ThreadLocalRandom.current());
    boolean late = nanos.getAsLong() - state.start + delay.toNanos() > config.maxDuration.toNanos();
    if (late || state.attempts > config.maxAttempts) {
      open.remove(key);
      exhausted++;
      return HookResult.proceed();
    }
    retries++;
    context.metadata().put("retry_attempt", String.valueOf(state.attempts));
    return new HookResult.Retry(delay, config.maxAttempts);
  }

  private static @Nullable String error(HookContext context) {
    String noted = context.metadata().get("error");
    if (noted != null) {
      return noted;
    }
    Object error =
        context.data().get("error") != null
            ? context.data().get("error")
            : context.data().get("result") instanceof Map<?, ?> result ? result.get("error") : null;
    return error == null ? null : error.toString();
  }

  /** Words match whatever stands between them: timeout_error, "Timeout error". */
  private boolean mayPass(String error) {
    String text = fold(error);
    if (config.nonRetryable.stream().anyMatch(word -> text.contains(fold(word)))) {
      return false;
    }
    return config.retryable.stream().anyMatch(word -> text.contains(fold(word)))
        || config.onTimeout && (text.contains("timeout") || text.contains("timed_out"))
        || config.onRateLimit && text.contains("rate_limit");
  }

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  @Override
  public synchronized Map<String, @Nullable Object> stats() {
    return Map.of("retries", retries, "exhausted", exhausted, "open", (long) open.size());
  }
}
