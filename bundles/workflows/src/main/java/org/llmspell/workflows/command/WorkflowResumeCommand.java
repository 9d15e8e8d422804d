package org.llmspell.workflows.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.security.SecurityPolicies;
import org.llmspell.workflows.WorkflowService;
import org.llmspell.workflows.checkpoint.Choices;
import org.llmspell.workflows.checkpoint.Continuation;
import org.llmspell.workflows.checkpoint.Head;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code workflow resume}. */
@Component
@CommandSpec(
    name = "workflow resume",
    summary = "Goes on with an unfinished run after its last finished step",
    parameters = "ID",
    options = {
      "--again STEP: do a step that is in doubt; may be repeated",
      "--skip STEP: leave out a step that is in doubt, because it was done; may be repeated",
      "--recorded: go on with the workflow as it was, though its file has changed"
    })
public final class WorkflowResumeCommand implements Command {
  private final WorkflowService workflows;
  private final SecurityPolicies policies;
  private final Optional<ScriptRunner> scripts;

  /** With the workflows, what binds the run to the settings, and the scripts, if there are any. */
  @Activate
  public WorkflowResumeCommand(
      @Reference WorkflowService workflows,
      @Reference SecurityPolicies policies,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable ScriptRunner scripts) {
    this.workflows = workflows;
    this.policies = policies;
    this.scripts = Optional.ofNullable(scripts);
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String id = call.parameters().getFirst();
    Head head = workflows.checkpoints().find(id);
    var choices = new Choices(call.options("again"), call.options("skip"));
    if (head.functions() || isOfScript(head)) {
      return new ScriptAgain(scripts, workflows.checkpoints(), call)
          .run(head, new Continuation(id, choices));
    }
    var launch = new Launch(workflows, policies, call);
    return launch.run(
        form(head, call),
        Map.of(),
        launch.context(),
        workflow -> workflows.checkpoints().resume(id, workflow.definition(), choices));
  }

  /** Whether what the steps call is there only while the script runs. */
  private boolean isOfScript(Head head) {
    if (!head.origin().kind().equals("script") || head.origin().path().isEmpty()) {
      return false;
    }
    var workflow = workflows.create(head.outline());
    List<String> missing = workflow.missing();
    workflows.remove(workflow.id());
    return !missing.isEmpty();
  }

  /** The workflow as its file says now, or as it was when there is no such file any more. */
  private static Map<String, @Nullable Object> form(Head head, CommandCall call)
      throws IOException {
    String file = head.origin().path();
    boolean isThere = head.origin().kind().equals("file") && Files.isRegularFile(Path.of(file));
    if (!isThere || call.flag("recorded")) {
      return head.outline();
    }
    Map<String, @Nullable Object> form = JsonInput.form(call, file);
    refuseChange(head, form, file);
    return form;
  }

  private static void refuseChange(Head head, Map<String, @Nullable Object> form, String file) {
    head.difference(form)
        .ifPresent(difference -> {
          throw new SpellException(
              new ErrorKind.Workflow(null),
              "'%s' has changed since run %s was started: %s. Undo the change, or go on with the workflow as it was with --recorded"
                  .formatted(file, head.id(), difference));
        });
  }
}
