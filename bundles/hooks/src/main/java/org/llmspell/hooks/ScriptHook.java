package org.llmspell.hooks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.hook.ReplayableHook;
import org.llmspell.core.script.ScriptCallback;

/** A function of a script as a hook: shows it the context as a table and reads what it returns. */
final class ScriptHook implements ReplayableHook {
  static final String PARAMETERS = "parameters";

  private final ScriptCallback callback;
  private final Duration limit;
  private final BooleanSupplier scriptRuns;

  ScriptHook(ScriptCallback callback, Duration limit, BooleanSupplier scriptRuns) {
    this.callback = callback;
    this.limit = limit;
    this.scriptRuns = scriptRuns;
  }

  @Override
  public boolean isReplayable() {
    return scriptRuns.getAsBoolean();
  }

  @Override
  public HookResult execute(HookContext context) {
    Object returned;
    try {
      returned = callback.callWithin(limit, table(context, shown(context)));
    } catch (SpellException e) {
      if (e.getCause() instanceof CancellationException) {
        return new HookResult.Skipped("Its script has ended"); // just now, so the hook goes too
      }
      throw e;
    }
    return restored(context, ScriptResults.read(returned));
  }

  private static Map<String, @Nullable Object> table(
      HookContext context, Map<String, @Nullable Object> data) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("point", context.point().text());
    table.put("correlation_id", context.correlationId());
    table.put(
        "component_id",
        Map.of("type", context.component().type(), "name", context.component().name()));
    table.put("language", context.language());
    table.put("metadata", context.metadata());
    table.put("data", data);
    return table;
  }

  /** Before an operation, the parameters are there as {@code data.parameters} too. */
  private static Map<String, @Nullable Object> shown(HookContext context) {
    Map<String, @Nullable Object> data = context.data();
    if (!hasParameters(context.point()) || data.containsKey(PARAMETERS)) {
      return data;
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>(data);
    shown.put(PARAMETERS, data);
    return shown;
  }

  private static boolean hasParameters(HookPoint point) {
    return point == StandardPoint.BEFORE_TOOL_EXECUTION
        || point == StandardPoint.TOOL_VALIDATION
        || point == StandardPoint.BEFORE_AGENT_EXECUTION
        || point == StandardPoint.BEFORE_WORKFLOW_START;
  }

  /** A script may have changed the table that it was shown: either of the two places counts. */
  private static HookResult restored(HookContext context, HookResult result) {
    if (!(result instanceof HookResult.Modified(Map<?, ?> given))
        || given.size() < 2
        || !hasParameters(context.point())
        || context.data().containsKey(PARAMETERS)
        || !(given.get(PARAMETERS) instanceof Map<?, ?> inner)) {
      return result;
    }
    Map<String, @Nullable Object> outer = new LinkedHashMap<>(ToolResults.keyed(given));
    outer.remove(PARAMETERS);
    return new HookResult.Modified(outer.equals(context.data()) ? inner : outer);
  }
}
