package org.llmspell.workflows.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.json.PlainJson;
import org.llmspell.workflows.WorkflowService;
import org.llmspell.workflows.checkpoint.Head;
import org.llmspell.workflows.definition.DefinitionWriter;
import org.llmspell.workflows.definition.Diagram;
import org.llmspell.workflows.definition.Names;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code workflow export}. */
@Component
@CommandSpec(
    name = "workflow export",
    summary = "Prints a workflow as a Mermaid diagram or as JSON",
    parameters = "ID|FILE",
    options = "--format FORMAT: mermaid (as a rule) or json")
public final class WorkflowExportCommand implements Command {
  private static final List<String> FORMATS = List.of("mermaid", "json");

  private final WorkflowService workflows;

  /** Over the workflows of the container. */
  @Activate
  public WorkflowExportCommand(@Reference WorkflowService workflows) {
    this.workflows = workflows;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String format = call.option("format").orElse("mermaid");
    if (!FORMATS.contains(format)) {
      throw new UsageException(
          "--format is '%s'%s It must be mermaid or json"
              .formatted(format, end(Names.near(format, FORMATS))));
    }
    Found found = Found.of(workflows, call, call.parameters().getFirst());
    if (format.equals("mermaid")) {
      String diagram = Diagram.of(found.definition());
      call.answer(diagram.stripTrailing(), Map.of("mermaid", diagram));
    } else {
      found.run().filter(Head::functions).ifPresent(WorkflowExportCommand::refuse);
      Map<String, @Nullable Object> form = DefinitionWriter.write(found.definition());
      call.answer(PlainJson.pretty(form), form);
    }
    return CommandRunner.OK;
  }

  private static String end(String near) {
    return near.isEmpty() ? "." : near;
  }

  private static void refuse(Head head) {
    throw new SpellException(
        new ErrorKind.Workflow(null),
        "Workflow '%s' has functions of a script in it, which have no JSON; --format mermaid draws it"
            .formatted(head.name()));
  }
}
