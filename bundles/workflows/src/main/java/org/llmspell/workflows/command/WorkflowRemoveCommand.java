package org.llmspell.workflows.command;

import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.workflows.WorkflowService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code workflow remove}. */
@Component
@CommandSpec(
    name = "workflow remove",
    summary = "Forgets an unfinished run, so that it can not be resumed",
    parameters = "ID")
public final class WorkflowRemoveCommand implements Command {
  private final WorkflowService workflows;

  /** Over the runs of the container. */
  @Activate
  public WorkflowRemoveCommand(@Reference WorkflowService workflows) {
    this.workflows = workflows;
  }

  @Override
  public int run(CommandCall call) {
    String id = call.parameters().getFirst();
    if (!workflows.checkpoints().remove(id)) {
      workflows.checkpoints().find(id); // says that there is none
    }
    call.answer("Removed run " + id, Map.of("id", id));
    return CommandRunner.OK;
  }
}
