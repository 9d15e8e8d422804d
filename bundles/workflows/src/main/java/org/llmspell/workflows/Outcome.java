package org.llmspell.workflows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;

/**
 * What came of a step.
 *
 * @param name the step
 * @param success whether it went well; a step that was left out did
 * @param output what it gave: the text of tools and agents, any value of functions and workflows
 * @param data where fields of the output are looked up
 * @param error why it failed
 * @param millis how long it took, with all tries
 * @param retries how often it was tried again
 * @param skipped whether it was left out
 */
record Outcome(
    String name,
    boolean success,
    @Nullable Object output,
    @Nullable Object data,
    @Nullable String error,
    double millis,
    int retries,
    boolean skipped) {

  static Outcome skipped(String name) {
    return new Outcome(name, true, null, null, null, 0, 0, true);
  }

  static Outcome failed(String name, String error) {
    return new Outcome(name, false, null, null, error, 0, 0, false);
  }

  /** The output as text; empty when there is none. */
  String text() {
    return switch (output) {
      case null -> "";
      case String text -> text;
      case Object value -> ToolOutput.of(value).text();
    };
  }

  /** For scripts. */
  Map<String, @Nullable Object> table() {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("step_name", name);
    table.put("name", name);
    table.put("success", success);
    table.put("duration_ms", Math.round(millis));
    table.put("output", text());
    table.put("error", error);
    table.put("retry_count", (long) retries);
    if (skipped) {
      table.put("skipped", true);
    }
    return table;
  }
}
