package org.llmspell.hooks;

import org.llmspell.core.ToolOutput;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;

/**
 * Fires ToolValidation before the parameters of a call are checked. Hooks may refuse the call,
 * answer it, or mend the parameters; other results mean nothing here.
 */
final class ValidationStage implements PipelineStage {
  private final Executor executor;

  ValidationStage(Executor executor) {
    this.executor = executor;
  }

  @Override
  public ToolOutput around(Invocation invocation, Next next) {
    if (!executor.isActive(StandardPoint.TOOL_VALIDATION)) {
      return next.proceed(invocation);
    }
    String tool = invocation.tool().name();
    Outcome outcome =
        executor.run(
            HookContext.of(
                StandardPoint.TOOL_VALIDATION,
                HookComponent.tool(tool),
                invocation.parameters(),
                invocation.context().metadata()));
    outcome
        .find(HookResult.Cancel.class)
        .ifPresent(cancel -> {
          throw HookRefusal.error(
              "Tool '%s' was refused by a hook: %s".formatted(tool, cancel.reason()));
        });
    HookResult.Modified modified = outcome.modified();
    Invocation changed =
        modified == null
            ? invocation
            : invocation.withParameters(
                ToolResults.parameters(modified.data(), invocation.parameters()));
    return outcome
        .find(HookResult.Replace.class)
        .map(r -> ToolResults.output(r.data(), invocation.parameters().get("operation")))
        .orElseGet(() -> next.proceed(changed));
  }
}
