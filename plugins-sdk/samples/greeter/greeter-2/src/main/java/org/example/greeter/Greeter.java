package org.example.greeter;

import java.util.Map;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;

/** Says hello, in words of the caller's choice. */
@Component
@ToolSpec(name = "greeter", description = "Greets someone by name", version = "2.0.0")
public final class Greeter implements RecordTool<Greeter.Params> {

  /** What a call may say. */
  public record Params(
      @Doc("who is greeted") String name,
      @Doc("the word of greeting") @Default("Hello") String greeting) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    return ToolOutput.success(
        "greet",
        Map.of("greeting", params.greeting() + ", " + params.name() + "!", "version", "2.0.0"));
  }
}
