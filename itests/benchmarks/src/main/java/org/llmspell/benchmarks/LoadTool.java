package org.llmspell.benchmarks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolSchema;

/** The tool of the plugins that {@link PluginJar} writes. It needs nothing but the API. */
public final class LoadTool implements Tool {
  private static final ToolSchema SCHEMA = ToolSchema.of("load-tool", "Answers", List.of());

  @Override
  public ToolSchema schema() {
    return SCHEMA;
  }

  @Override
  public ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context) {
    return ToolOutput.of("answer");
  }
}
