package org.llmspell.workflows;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptObject;

/**
 * A run as functions see it: {@code input}, {@code shared}, {@code outputs}, {@code steps}, {@code
 * step}, {@code execution_id}, {@code current_value}, {@code current_item}, {@code index}. A part
 * is put together when it is asked for, so that a call costs the same however much a run knows.
 */
final class RunView extends AbstractMap<String, @Nullable Object> {
  private static final List<String> KEYS =
      List.of(
          "input",
          "shared",
          "outputs",
          "steps",
          "step",
          "execution_id",
          "current_value",
          "current_item",
          "index");

  private final RunData data;
  private final String step;
  private final String executionId;
  private final @Nullable Object input;

  /** The view of a step; its name is empty for conditions. */
  RunView(RunData data, String step, String executionId, @Nullable Object input) {
    this.data = data;
    this.step = step;
    this.executionId = executionId;
    this.input = input;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return KEYS.contains(key);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return switch (String.valueOf(key)) {
      case "input" -> input;
      case "shared" -> data.shared();
      case "outputs" -> data.outputs();
      case "steps" -> steps();
      case "step" -> step;
      case "execution_id" -> executionId;
      case "current_value", "current_item" -> data.lookup("shared_data.loop_value");
      case "index" -> data.lookup("shared_data.loop_index");
      default -> null;
    };
  }

  private Map<String, @Nullable Object> steps() {
    Map<String, @Nullable Object> steps = new LinkedHashMap<>();
    for (Outcome outcome : data.latest()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("output", outcome.output());
      one.put("success", outcome.success());
      one.put("error", outcome.error());
      steps.put(outcome.name(), one);
    }
    return steps;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    KEYS.forEach(key -> all.put(key, get(key)));
    return all.entrySet();
  }

  /** For scripts; shared data can be reached as fields, too. */
  ScriptObject forScript() {
    return new ScriptObject() {
      @Override
      public Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        List.of("input", "step", "execution_id", "current_value", "current_item", "index")
            .forEach(key -> members.put(key, get(key)));
        return members;
      }

      @Override
      public @Nullable Object find(String name) {
        return containsKey(name) ? get(name) : data.lookup("shared_data." + name);
      }
    };
  }
}
