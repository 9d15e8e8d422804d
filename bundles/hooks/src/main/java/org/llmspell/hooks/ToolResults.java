package org.llmspell.hooks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;

/** How hooks see parameters and results of tools, and how what they give becomes one. */
final class ToolResults {
  private static final String PARAMETERS = "parameters";

  private ToolResults() {}

  /** The result as the data of a context: the envelope, or {@code {result = ...}}. */
  static Map<String, @Nullable Object> data(ToolOutput output) {
    if (output.data() instanceof Map<?, ?> map) {
      return keyed(map);
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("result", output.data());
    data.put("success", output.success());
    return data;
  }

  @SuppressWarnings("unchecked") // plain maps have text keys
  static Map<String, @Nullable Object> keyed(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  /** The parameters that a hook gives: themselves, or {@code {parameters = ...}}. */
  static Map<String, ? extends @Nullable Object> parameters(
      @Nullable Object given, Map<String, ? extends @Nullable Object> before) {
    if (!(given instanceof Map<?, ?> map)) {
      return before;
    }
    boolean wrapped =
        map.size() == 1
            && !before.containsKey(PARAMETERS)
            && map.get(PARAMETERS) instanceof Map<?, ?>;
    return wrapped && map.get(PARAMETERS) instanceof Map<?, ?> inner ? keyed(inner) : keyed(map);
  }

  /**
   * The output of what a hook gives. An object that says {@code success} or {@code result} is the
   * whole envelope; anything else is the result in it.
   */
  static ToolOutput output(@Nullable Object given, @Nullable Object operation) {
    Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
    String payload = null;
    if (given instanceof Map<?, ?> map && isEnvelope(map)) {
      envelope.putAll(keyed(map));
      envelope.putIfAbsent("success", true);
    } else {
      if (operation != null) {
        envelope.put("operation", operation);
      }
      envelope.put("success", true);
      envelope.put("result", given);
      payload = given instanceof String text ? text : null;
    }
    boolean success = !Boolean.FALSE.equals(envelope.get("success"));
    return new ToolOutput(
        success,
        envelope,
        success ? null : error(envelope.get("error")),
        payload,
        Map.of(),
        List.of(),
        null);
  }

  private static boolean isEnvelope(Map<?, ?> map) {
    return map.get("success") instanceof Boolean || map.containsKey("result");
  }

  private static String error(@Nullable Object error) {
    return switch (error) {
      case null -> "A hook has made this a failure";
      case Map<?, ?> record when record.get("message") != null ->
          String.valueOf(record.get("message"));
      default -> error.toString();
    };
  }

  /** The output with one more entry in its metadata. */
  @SuppressWarnings(
      "NullAway") // compact constructors of records lose nullness inside type arguments
  static ToolOutput with(ToolOutput output, String key, Object value) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(output.metadata());
    metadata.put(key, value);
    return new ToolOutput(
        output.success(),
        output.data(),
        output.error(),
        output.payload(),
        metadata,
        output.media(),
        output.executionTimeMillis());
  }
}
