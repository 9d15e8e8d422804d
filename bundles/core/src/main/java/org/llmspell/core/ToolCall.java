package org.llmspell.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool call that a component made or wants made.
 *
 * @param toolId the id of the call
 * @param toolName the tool
 * @param parameters its parameters, plain values
 * @param result what came back, once it was called
 */
public record ToolCall(
    String toolId,
    String toolName,
    Map<String, @Nullable Object> parameters,
    @Nullable ToolOutput result) {

  /** Copies the parameters. */
  public ToolCall {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
