package org.llmspell.workflows.command;

import java.io.IOException;
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
import org.llmspell.workflows.WorkflowService;
import org.llmspell.workflows.checkpoint.Entry;
import org.llmspell.workflows.checkpoint.Head;
import org.llmspell.workflows.definition.Definition;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code workflow show}. */
@Component
@CommandSpec(
    name = "workflow show",
    summary = "Shows the steps of a workflow, and how far each is in an unfinished run",
    parameters = "ID|FILE")
public final class WorkflowShowCommand implements Command {
  private final WorkflowService workflows;

  /** Over the workflows of the container. */
  @Activate
  public WorkflowShowCommand(@Reference WorkflowService workflows) {
    this.workflows = workflows;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    Found found = Found.of(workflows, call, call.parameters().getFirst());
    Definition definition = found.definition();
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    List<Entry> entries = List.of();
    String pattern = definition.pattern().type();
    if (found.run().isPresent()) {
      Progress progress = Progress.of(workflows.checkpoints(), found.run().get());
      entries = progress.entries();
      plain.putAll(progress.plain());
      plain.put("steps", progress.steps());
      lines.add("%s (%s), %s".formatted(definition.name(), pattern, progress.status()));
      about(lines, progress);
    } else {
      plain.put("name", definition.name());
      plain.put("pattern", pattern);
      lines.add("%s (%s)".formatted(definition.name(), pattern));
    }
    if (!definition.description().isEmpty()) {
      lines.add(definition.description());
    }
    StepTree.of(definition, entries).forEach(line -> lines.add("  " + line));
    plain.put("tree", StepTree.of(definition, entries));
    call.answer(String.join("\n", lines), plain);
    return CommandRunner.OK;
  }

  private static void about(List<String> lines, Progress progress) {
    Head head = progress.head();
    lines.add(
        "run %s, started %s, stands %s"
            .formatted(
                head.id(), head.started().truncatedTo(ChronoUnit.SECONDS), progress.stand()));
    if (head.problem() != null) {
      lines.add("problem: " + head.problem());
    }
  }
}
