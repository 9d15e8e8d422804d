package org.llmspell.hooks.builtin;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookResult;

/** Keeps a trace of each firing: the last ones, and only of what took long enough. */
final class DebuggingHook implements BuiltinHook {
  private static final System.Logger LOG = System.getLogger("llmspell.hooks.debugging");
  private static final String START = "debug_start_nanos";
  private static final int MAX_FRAMES = 20;

  private final Config config;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Deque<Map<String, @Nullable Object>> traces = new ArrayDeque<>();

  /**
   * The settings.
   *
   * @param stackTraces whether a trace says who called
   * @param contextData whether it has the data
   * @param metadata whether it has the metadata
   * @param maxTraces how many are kept
   * @param console whether they are logged too, at level debug
   * @param minDurationMillis only operations that took at least so long
   */
  record Config(
      boolean stackTraces,
      boolean contextData,
      boolean metadata,
      int maxTraces,
      boolean console,
      int minDurationMillis) {
    static Config of(Options options) {
      return new Config(
          options.flag("capture_stack_traces", true),
          options.flag("include_context_data", true),
          options.flag("include_metadata", true),
          options.number("max_traces", 1_000, 1),
          options.flag("log_to_console", true),
          options.number("min_duration_ms", 0, 0));
    }
  }

  DebuggingHook(Config config, Clock clock, LongSupplier nanoClock) {
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
    Long took = duration(context);
    if (config.minDurationMillis > 0 && (took == null || took < config.minDurationMillis)) {
      return HookResult.proceed();
    }
    Map<String, @Nullable Object> trace = trace(context, took);
    synchronized (traces) {
      traces.addLast(trace);
      if (traces.size() > config.maxTraces) {
        traces.removeFirst();
      }
    }
    if (config.console) {
      LOG.log(Level.DEBUG, "{0}", trace);
    }
    context.metadata().put("debug_traced_at", clock.instant().toString());
    return HookResult.proceed();
  }

  /** Milliseconds since the point before the operation; null there, and when there was none. */
  private @Nullable Long duration(HookContext context) {
    if (context.point().text().startsWith("Before")) {
      context.metadata().put(START, String.valueOf(nanos.getAsLong()));
      return null;
    }
    String start = context.metadata().get(START);
    return start == null ? null : (nanos.getAsLong() - Long.parseLong(start)) / 1_000_000;
  }

  private Map<String, @Nullable Object> trace(HookContext context, @Nullable Long took) {
    Map<String, @Nullable Object> trace = new LinkedHashMap<>();
    trace.put("timestamp", clock.instant().toString());
    trace.put("hook_point", context.point().text());
    trace.put("component_name", context.component().name());
    trace.put("component_type", context.component().type());
    trace.put("language", context.language());
    trace.put("correlation_id", context.correlationId());
    if (config.contextData) {
      trace.put("context_data", Secrets.masked(context.data()));
    }
    if (config.metadata) {
      trace.put("metadata", Map.copyOf(context.metadata()));
    }
    if (config.stackTraces) {
      trace.put(
          "stack_trace",
          StackWalker.getInstance()
              .walk(frames -> frames.skip(2).limit(MAX_FRAMES).map(Object::toString).toList()));
    }
    if (took != null) {
      trace.put("execution_duration", took);
    }
    return trace;
  }

  @Override
  public Map<String, @Nullable Object> stats() {
    synchronized (traces) {
      return Map.of("traces", List.copyOf(traces), "count", (long) traces.size());
    }
  }
}
