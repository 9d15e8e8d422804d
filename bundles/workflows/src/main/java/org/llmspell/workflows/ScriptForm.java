package org.llmspell.workflows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    table.forEach((key, value) -> form.put(key, value(value)));
    return form;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case ScriptCallback callback -> function(callback);
      case WorkflowObject own -> own.workflow().id();
      case ScriptObject object -> name(object);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(String.valueOf(key), value(item)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(value(item)));
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

  /** A function of a script, called on the script's thread within the time of the step. */
  static StepFunction function(ScriptCallback callback) {
    return (input, data, context) -> {
      Optional<Long> deadline = context.cancellation().deadlineNanos();
      if (deadline.isEmpty()) {
        return callback.call(input, data);
      }
      long left = Math.max(1, deadline.get() - System.nanoTime());
      return callback.callWithin(Duration.ofNanos(left), input, data);
    };
  }
}
