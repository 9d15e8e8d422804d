package org.llmspell.workflows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptTable;

/** The result of a run as scripts read it: its lists of steps and branches have names, too. */
final class ScriptResult {
  private static final List<String> NAMED = List.of("steps", "branches");

  private ScriptResult() {}

  /** The result with such lists; any other value as it is. */
  static @Nullable Object of(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> result) || !result.containsKey("step_results")) {
      return value;
    }
    Map<Object, @Nullable Object> shown = new LinkedHashMap<>(result);
    for (String key : NAMED) {
      if (shown.get(key) instanceof List<?> list) {
        shown.put(key, named(list));
      }
    }
    return shown;
  }

  private static ScriptTable named(List<?> list) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    long number = 0;
    for (Object item : list) {
      entries.put(++number, item);
    }
    for (Object item : list) {
      if (item instanceof Map<?, ?> map && map.get("name") instanceof String name) {
        entries.put(name, item);
      }
    }
    return new ScriptTable(entries);
  }
}
