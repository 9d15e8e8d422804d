package org.llmspell.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolSchema;

/** A tool that tells the processor time of the thread that calls it, in nanoseconds. */
final class CpuClock implements Tool {
  private static final ToolSchema SCHEMA = ToolSchema.of("cpu-clock", "Tells time", List.of());

  @Override
  public ToolSchema schema() {
    return SCHEMA;
  }

  @Override
  public ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context) {
    return ToolOutput.of(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }
}
