package org.llmspell.workflows.command;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityPolicies;
import org.llmspell.workflows.StoredWorkflow;
import org.llmspell.workflows.WorkflowService;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Journal;

/** Runs a workflow for a command, and says how it ended. */
final class Launch {
  private final WorkflowService workflows;
  private final SecurityPolicies policies;
  private final CommandCall call;

  Launch(WorkflowService workflows, SecurityPolicies policies, CommandCall call) {
    this.workflows = workflows;
    this.policies = policies;
    this.call = call;
  }

  /** The context of the call, bound by its settings. */
  ExecutionContext context() {
    return policies.secure(
        ExecutionContext.create(),
        call.settings(),
        call.request().workingDirectory(),
        call.request().environment());
  }

  /** Makes a workflow for the time of a run, and runs it. */
  int run(
      Map<String, ? extends @Nullable Object> form,
      Map<String, @Nullable Object> input,
      ExecutionContext context,
      Function<StoredWorkflow, Journal> journals) {
    StoredWorkflow workflow = workflows.create(form);
    try {
      Journal journal = journals.apply(workflow);
      return tell(run(workflow, input, context, journal), journal.id());
    } finally {
      workflows.remove(workflow.id());
    }
  }

  private Map<String, @Nullable Object> run(
      StoredWorkflow workflow,
      Map<String, @Nullable Object> input,
      ExecutionContext context,
      Journal journal) {
    try {
      return workflow.run(input, context, new ToldJournal(journal, call::progress));
    } catch (CancellationException e) {
      if (isKept(journal.id())) {
        call.progress("Cancelled. " + resume(journal.id()));
      }
      throw e;
    }
  }

  private boolean isKept(String id) {
    Checkpoints checkpoints = workflows.checkpoints();
    return checkpoints.ids().contains(id);
  }

  private static String resume(String id) {
    return "Resume it with 'llmspell workflow resume %s'".formatted(id);
  }

  private int tell(Map<String, @Nullable Object> result, String id) {
    if (Boolean.TRUE.equals(result.get("success"))) {
      Object output = result.get("output");
      call.answer(
          output == null ? "" : output instanceof String text ? text : ToolOutput.of(output).text(),
          result);
      return CommandRunner.OK;
    }
    Object error = result.get("error") instanceof Map<?, ?> map ? map.get("message") : null;
    throw new SpellException(
        new ErrorKind.Workflow(null),
        isKept(id) ? "%s. %s".formatted(error, resume(id)) : String.valueOf(error));
  }
}
