package org.example.greeter;

import java.util.Map;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;

/** A greeter that would work. */
@Component
@ToolSpec(name = "greeter", description = "Greets someone by name", version = "3.0.0")
public final class Greeter implements RecordTool<Greeter.Params> {

  /** What a call may say. */
  public record Params(@Doc("who is greeted") String name) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    return ToolOutput.success(
        "greet", Map.of("greeting", "Hello, " + params.name() + "!", "version", "3.0.0"));
  }
}
