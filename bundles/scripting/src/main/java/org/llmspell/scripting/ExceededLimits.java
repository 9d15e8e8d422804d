package org.llmspell.scripting;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.script.ScriptRequest;

/**
 * Fires ResourceLimitExceeded for a script that was stopped by one of its limits: time, memory, or
 * calls inside each other. The script has ended by then, and what hooks answer changes nothing.
 */
final class ExceededLimits {
  private static final System.Logger LOG = System.getLogger("llmspell.scripting");

  private volatile @Nullable HookExecutor hooks;

  void hooks(HookExecutor executor) {
    hooks = executor;
  }

  void removeHooks(HookExecutor executor) {
    if (hooks == executor) {
      hooks = null;
    }
  }

  /** Fires the point when the failure is that of a limit. */
  void tell(ScriptRequest request, SpellException failure) {
    HookExecutor executor = hooks;
    if (executor == null || !executor.isActive(StandardPoint.RESOURCE_LIMIT_EXCEEDED)) {
      return;
    }
    try {
      data(failure)
          .ifPresent(data -> {
            data.put("error", failure.text());
            data.put("script", request.source().name());
            executor.fire(
                HookContext.of(
                        StandardPoint.RESOURCE_LIMIT_EXCEEDED,
                        new HookComponent("Script", request.source().name()),
                        data,
                        request.context().metadata())
                    .withLanguage(request.language()));
          });
    } catch (RuntimeException e) { // the failure of the script is what counts
      LOG.log(
          Level.WARNING, "Hooks were not told that a script exceeded a limit: {0}", e.getMessage());
    }
  }

  private static Optional<Map<String, @Nullable Object>> data(SpellException failure) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    switch (failure.kind()) {
      case ErrorKind.ResourceLimit(var resource, var limit, var used) -> {
        data.put("resource", resource);
        data.put("limit", limit);
        data.put("used", used);
      }
      case ErrorKind.Timeout(var limit) -> {
        data.put("resource", "time");
        data.put("limit_ms", limit == null ? null : limit.toMillis());
      }
      // All engines call it so, and it is an error of the script that the script itself can catch.
      case ErrorKind.Script _ when failure.message().contains("stack overflow") ->
          data.put("resource", "recursion");
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(data);
  }
}
