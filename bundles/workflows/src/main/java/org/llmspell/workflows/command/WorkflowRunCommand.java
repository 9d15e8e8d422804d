package org.llmspell.workflows.command;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.SecurityPolicies;
import org.llmspell.workflows.WorkflowService;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Journal;
import org.llmspell.workflows.checkpoint.Origin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code workflow run}. */
@Component
@CommandSpec(
    name = "workflow run",
    summary = "Runs the workflow of a JSON file and prints its output",
    parameters = "FILE [KEY=VALUE...]",
    options = {
      "--input JSON: the input as a JSON object; - reads it from standard input",
      "--checkpoint: write down each step, so that the run can be resumed"
    })
public final class WorkflowRunCommand implements Command {
  private final WorkflowService workflows;
  private final SecurityPolicies policies;

  /** With the workflows, and what binds the run to the settings. */
  @Activate
  public WorkflowRunCommand(
      @Reference WorkflowService workflows, @Reference SecurityPolicies policies) {
    this.workflows = workflows;
    this.policies = policies;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String file = call.parameters().getFirst();
    Map<String, @Nullable Object> form = JsonInput.form(call, file);
    Map<String, @Nullable Object> input =
        JsonInput.input(call, call.parameters().subList(1, call.parameters().size()));
    if (call.flag("checkpoint")) {
      form.put("checkpoint", true);
    } else if (call.settings().flag(Checkpoints.SETTING).orElse(false)) {
      form.putIfAbsent("checkpoint", true);
    }
    var launch = new Launch(workflows, policies, call);
    ExecutionContext context =
        Origin.file(call.path(file).toAbsolutePath().toString()).in(launch.context());
    return launch.run(
        form,
        input,
        context,
        workflow -> {
          Journal journal = workflows.checkpoints().fresh(workflow.definition(), context);
          if (workflow.definition().checkpoint()) {
            call.progress("Run " + journal.id());
            if (!workflows.checkpoints().isDurable()) {
              call.progress(Checkpoints.IN_MEMORY);
            }
          }
          return journal;
        });
  }
}
