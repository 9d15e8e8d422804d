package org.llmspell.core.hook.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookResult;

/** The plain form of a result: {@code {type, ...its fields}}, with the names that scripts use. */
public final class ResultForm {
  private ResultForm() {}

  /** The form of a result. */
  public static Map<String, @Nullable Object> of(HookResult result) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("type", result.type());
    switch (result) {
      case HookResult.Continue _ -> {}
      case HookResult.Modified(var data) -> form.put("data", data);
      case HookResult.Cancel(var reason) -> form.put("reason", reason);
      case HookResult.Redirect(var target) -> form.put("target", target);
      case HookResult.Replace(var data) -> form.put("data", data);
      case HookResult.Retry(var delay, var maxAttempts) -> {
        form.put("delay_ms", delay.toMillis());
        form.put("max_attempts", (long) maxAttempts);
      }
      case HookResult.Fork(var operations) ->
          form.put(
              "operations",
              operations.stream()
                  .map(o ->
                      Map.of(
                          "id", o.id(), "operation_type", o.type(), "parameters", o.parameters()))
                  .toList());
      case HookResult.Cache(var key, var ttl) -> {
        form.put("key", key);
        form.put("ttl_ms", ttl.toMillis());
      }
      case HookResult.Skipped(var reason) -> form.put("reason", reason);
    }
    return form;
  }
}
