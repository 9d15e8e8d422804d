package org.llmspell.hooks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;

/**
 * Fires SecurityViolation, ResourceLimitExceeded and PerformanceThresholdExceeded for tool calls.
 * What hooks answer there changes nothing.
 */
final class ObservingStage implements PipelineStage {
  private final Executor executor;
  private volatile Duration slow;

  ObservingStage(Executor executor, Duration slow) {
    this.executor = executor;
    this.slow = slow;
  }

  /** After which time a call is slow from now on. */
  void slow(Duration wanted) {
    slow = wanted;
  }

  @Override
  public ToolOutput around(Invocation invocation, Next next) {
    long start = System.nanoTime();
    try {
      return next.proceed(invocation);
    } catch (SpellException e) {
      switch (e.kind()) {
        case ErrorKind.Security(var violation) ->
            fire(
                StandardPoint.SECURITY_VIOLATION,
                invocation,
                data("error", e.text(), "violation", violation));
        case ErrorKind.ResourceLimit(var resource, var limit, var used) -> {
          Map<String, @Nullable Object> data = data("error", e.text(), "resource", resource);
          data.put("limit", limit);
          data.put("used", used);
          fire(StandardPoint.RESOURCE_LIMIT_EXCEEDED, invocation, data);
        }
        case ErrorKind.Timeout _ ->
            fire(
                StandardPoint.RESOURCE_LIMIT_EXCEEDED,
                invocation,
                data("error", e.text(), "resource", "time"));
        default -> {} // not for us
      }
      throw e;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      Duration limit = slow;
      if (took.compareTo(limit) > 0) {
        fire(
            StandardPoint.PERFORMANCE_THRESHOLD_EXCEEDED,
            invocation,
            data("duration_ms", took.toMillis(), "threshold_ms", limit.toMillis()));
      }
    }
  }

  private static Map<String, @Nullable Object> data(
      String key, @Nullable Object value, String key2, @Nullable Object value2) {
    Map<String, @Nullable Object> data = new HashMap<>();
    data.put(key, value);
    data.put(key2, value2);
    return data;
  }

  private void fire(HookPoint point, Invocation invocation, Map<String, @Nullable Object> data) {
    if (executor.isActive(point)) {
      data.put("tool", invocation.tool().name());
      executor.run(
          HookContext.of(
              point,
              HookComponent.tool(invocation.tool().name()),
              data,
              invocation.context().metadata()));
    }
  }
}
