package org.llmspell.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.runtime.ToolInfo;

/**
 * Fires BeforeToolDiscovery and AfterToolDiscovery around a listing of tools. Before, Cancel
 * refuses it; after, Modified with {@code tools}, a list of names, leaves only those.
 */
final class Discovery {
  private static final HookComponent REGISTRY = HookComponent.system("tools");

  private volatile @Nullable HookExecutor hooks;

  void hooks(HookExecutor executor) {
    hooks = executor;
  }

  void removeHooks(HookExecutor executor) {
    if (hooks == executor) {
      hooks = null;
    }
  }

  List<ToolInfo> around(List<ToolInfo> tools) {
    HookExecutor executor = hooks;
    if (executor == null) {
      return tools;
    }
    HookOutcome before =
        executor.fire(
            StandardPoint.BEFORE_TOOL_DISCOVERY,
            () -> HookContext.of(StandardPoint.BEFORE_TOOL_DISCOVERY, REGISTRY, Map.of()));
    before
        .find(HookResult.Cancel.class)
        .ifPresent(cancel -> {
          throw HookRefusal.error(
              "The listing of tools was cancelled by a hook: " + cancel.reason());
        });
    HookOutcome after =
        executor.fire(
            StandardPoint.AFTER_TOOL_DISCOVERY,
            () -> HookContext.of(StandardPoint.AFTER_TOOL_DISCOVERY, REGISTRY, data(tools)));
    if (after.data() instanceof Map<?, ?> data && data.get("tools") instanceof List<?> names) {
      Set<Object> kept = new HashSet<>(names);
      return tools.stream().filter(tool -> kept.contains(tool.name())).toList();
    }
    return tools;
  }

  private static Map<String, Object> data(List<ToolInfo> tools) {
    return Map.of(
        "tools", tools.stream().map(ToolInfo::name).toList(), "count", (long) tools.size());
  }
}
