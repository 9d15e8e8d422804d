package org.llmspell.hooks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookPriority;
import org.llmspell.core.hook.HookRegistry.HookRegistration;
import org.llmspell.core.hook.HookResult;

/** An executor with hooks, without a framework. */
final class Hooks implements AutoCloseable {
  static final StandardPoint POINT = StandardPoint.BEFORE_TOOL_EXECUTION;

  final HookService service;

  Hooks() {
    this(Duration.ofSeconds(10));
  }

  Hooks(Duration timeout) {
    this(timeout, 0);
  }

  Hooks(Duration timeout, int perMinute) {
    service = new HookService(timeout, perMinute);
  }

  /** Adds a hook that runs on the thread of the test. */
  HookRegistration add(String name, Hook hook) {
    return add(POINT, HookMetadata.of(name).withLimits(HookLimits.INLINE), hook);
  }

  HookRegistration add(String name, int priority, Hook hook) {
    var metadata =
        HookMetadata.of(name)
            .withLimits(HookLimits.INLINE)
            .withPriority(new HookPriority(priority));
    return add(POINT, metadata, hook);
  }

  HookRegistration add(HookPoint point, HookMetadata metadata, Hook hook) {
    return service.register(point, metadata, hook);
  }

  Outcome fire() {
    return fire(Map.of());
  }

  Outcome fire(Map<String, ? extends @Nullable Object> data) {
    return service.executor().run(HookContext.of(POINT, HookComponent.tool("t"), data));
  }

  List<HookResult> results() {
    return fire().verdicts().stream().map(Outcome.Verdict::result).toList();
  }

  List<String> types() {
    return results().stream().map(HookResult::type).toList();
  }

  long executions(String name) {
    return service.statistics().hooks().stream()
        .filter(f -> f.name().equals(name))
        .mapToLong(f -> f.executions())
        .sum();
  }

  /** A hook that gives these results, the last one for ever. */
  static Hook giving(HookResult... results) {
    var left = new ArrayDeque<>(Arrays.asList(results));
    return _ -> left.size() > 1 ? left.removeFirst() : left.getFirst();
  }

  @Override
  public void close() {
    service.close();
  }
}
