package org.llmspell.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.tool.ToolParameter;
import org.llmspell.core.tool.ToolSchema;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code tool info}. */
@Component
@CommandSpec(name = "tool info", summary = "Shows a tool and its parameters", parameters = "NAME")
public final class ToolInfoCommand implements Command {
  private final ToolRegistry tools;

  /** With the registry. */
  @Activate
  public ToolInfoCommand(@Reference ToolRegistry tools) {
    this.tools = tools;
  }

  @Override
  public int run(CommandCall call) {
    String name = call.parameters().getFirst();
    ToolSchema schema = tools.schema(name); // says what there is when there is no such tool
    ToolInfo tool = tools.find(name).orElseThrow();
    Map<String, @Nullable Object> data = ToolListCommand.data(tool);
    data.put("schema", schema.toJsonSchema());
    data.put("returns", schema.returns());
    call.answer(text(tool, schema), data);
    return CommandRunner.OK;
  }

  private static String text(ToolInfo tool, ToolSchema schema) {
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("Version", tool.version().toString()));
    facts.add(List.of("Category", tool.category()));
    facts.add(List.of("Level", ToolListCommand.level(tool)));
    facts.add(List.of("Bundle", tool.bundle()));
    if (!tool.aliases().isEmpty()) {
      facts.add(List.of("Aliases", String.join(", ", tool.aliases())));
    }
    if (schema.returns() != null) {
      facts.add(List.of("Returns", schema.returns()));
    }
    String parameters =
        schema.parameters().isEmpty()
            ? "  none"
            : Table.of(schema.parameters().stream().map(ToolInfoCommand::row).toList()).indent(2);
    return "%s: %s%n%n%sParameters:%n%s"
        .formatted(tool.name(), tool.description(), Table.of(facts).indent(2), parameters)
        .stripTrailing();
  }

  private static List<String> row(ToolParameter parameter) {
    var about = new StringBuilder(parameter.description());
    if (!parameter.allowed().isEmpty()) {
      about.append(" [").append(String.join(", ", parameter.allowed())).append(']');
    }
    if (parameter.defaultValue() != null) {
      about.append(" (default ").append(parameter.defaultValue()).append(')');
    }
    return List.of(
        parameter.name(),
        parameter.type().schemaName(),
        parameter.required() ? "required" : "",
        about.toString());
  }
}
