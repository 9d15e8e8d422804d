package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.workflow.StepFunction;

/** Makes a form of what a script gives: functions are wrapped, objects become their names. */
final class ScriptForm {
  private ScriptForm() {}

  /** A table as a form. */
  static Map<String, @Nullable Object> of(Map<String, ? extends @Nullable Object> table) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    table.forEach((key, value) -> form.put(key, value(key, value)));
    return form;
  }

  private static @Nullable Object value(Object key, @Nullable Object value) {
    return switch (value) {
      case ScriptCallback callback -> function(callback);
      case WorkflowObject own when key.equals("workflow") -> own.workflow();
      case WorkflowObject own -> own.workflow().id();
      case ScriptObject object -> name(object);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, item) -> copy.put(String.valueOf(name), value(name, item)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(value("", item)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private static Object name(ScriptObject object) {
    if (object.members().get("name") instanceof String name) {
      return name;
    }
    throw SpellException.validation(
        null, "An object was given that has no name; give an agent, a workflow or the name of one");
  }

  /** A function of a script, as a step and as a callback. */
  static StepFunction function(ScriptCallback callback) {
    return new ScriptStep(callback);
  }
}
