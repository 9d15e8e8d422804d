package org.example.greeter;

import java.util.Map;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A greeter that can not be made. */
@Component
@ToolSpec(name = "greeter", description = "Greets someone by name", version = "3.0.0")
public final class Greeter implements RecordTool<Greeter.Params> {

  /** What a call may say. */
  public record Params(@Doc("who is greeted") String name) {}

  /** Always fails. */
  @Activate
  public Greeter() {
    throw new IllegalStateException("the book of greetings is missing");
  }

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    return ToolOutput.success("greet", Map.of("version", "3.0.0"));
  }
}
