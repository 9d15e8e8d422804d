package org.llmspell.workflows.command;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.workflows.WorkflowService;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Head;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code workflow list}. */
@Component
@CommandSpec(
    name = "workflow list",
    summary = "Lists the runs that did not come to their end, and the workflows that are there")
public final class WorkflowListCommand implements Command {
  private final WorkflowService workflows;

  /** Over the workflows of the container. */
  @Activate
  public WorkflowListCommand(@Reference WorkflowService workflows) {
    this.workflows = workflows;
  }

  @Override
  public int run(CommandCall call) {
    List<String> lines = new ArrayList<>();
    List<Object> runs = new ArrayList<>();
    Checkpoints checkpoints = workflows.checkpoints();
    for (String id : checkpoints.ids()) {
      try {
        Head head = checkpoints.find(id);
        Progress progress = Progress.of(checkpoints, head);
        runs.add(progress.plain());
        lines.add(
            String.join(
                "\t",
                id,
                head.name(),
                head.pattern(),
                progress.status(),
                head.started().truncatedTo(ChronoUnit.SECONDS).toString(),
                progress.stand()));
      } catch (SpellException e) {
        runs.add(Map.of("id", id, "status", "damaged", "problem", e.message()));
        lines.add("%s\tdamaged: %s".formatted(id, e.message()));
      }
    }
    List<Object> known = new ArrayList<>();
    for (Workflow workflow : workflows.list()) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      plain.put("id", workflow.id());
      plain.put("name", workflow.name());
      plain.put("pattern", workflow.type());
      known.add(plain);
      lines.add(String.join("\t", workflow.id(), workflow.name(), workflow.type(), "there"));
    }
    call.answer(
        lines.isEmpty() ? "No run is unfinished" : String.join("\n", lines),
        Map.of("runs", runs, "workflows", known));
    return CommandRunner.OK;
  }
}
