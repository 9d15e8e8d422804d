package org.llmspell.hooks;

import org.llmspell.core.ToolOutput;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;

/** Fires BeforeToolExecution, AfterToolExecution and ToolError around tool calls. */
final class ToolCallStage implements PipelineStage {
  private final Executor executor;
  private final ToolInvoker invoker;
  private final ToolRegistry registry;
  private final CachedResults cache;

  ToolCallStage(
      Executor executor, ToolInvoker invoker, ToolRegistry registry, CachedResults cache) {
    this.executor = executor;
    this.invoker = invoker;
    this.registry = registry;
    this.cache = cache;
  }

  @Override
  public ToolOutput around(Invocation invocation, Next next) {
    boolean any =
        executor.isActive(StandardPoint.BEFORE_TOOL_EXECUTION)
            || executor.isActive(StandardPoint.AFTER_TOOL_EXECUTION)
            || executor.isActive(StandardPoint.TOOL_ERROR);
    return any ? new HookedCall(this, invocation, next).run() : next.proceed(invocation);
  }

  Executor executor() {
    return executor;
  }

  ToolInvoker invoker() {
    return invoker;
  }

  CachedResults cache() {
    return cache;
  }

  /** Whether there is a tool of a name. */
  boolean exists(String tool) {
    return registry.find(tool).isPresent();
  }

  /** The canonical name of a tool. */
  String canonical(String tool) {
    return registry.find(tool).map(info -> info.name()).orElse(tool);
  }
}
