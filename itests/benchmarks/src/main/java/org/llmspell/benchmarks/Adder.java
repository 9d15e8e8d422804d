package org.llmspell.benchmarks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.ParameterType;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;

/** A tool that does next to nothing. */
final class Adder implements Tool {
  private static final ToolSchema SCHEMA =
      ToolSchema.of(
          "adder",
          "Adds",
          List.of(
              ToolParameter.required("a", ParameterType.NUMBER, ""),
              ToolParameter.required("b", ParameterType.NUMBER, "")));

  @Override
  public ToolSchema schema() {
    return SCHEMA;
  }

  @Override
  public ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context) {
    return ToolOutput.of(number(parameters, "a") + number(parameters, "b"));
  }

  private static long number(Map<String, @Nullable Object> parameters, String name) {
    return ((Number) Container.present(parameters.get(name), name)).longValue();
  }
}
