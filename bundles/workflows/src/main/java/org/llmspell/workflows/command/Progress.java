package org.llmspell.workflows.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Entry;
import org.llmspell.workflows.checkpoint.Entry.Stage;
import org.llmspell.workflows.checkpoint.Head;
import org.llmspell.workflows.checkpoint.Places;
import org.llmspell.workflows.definition.DefinitionReader;

/**
 * How far a run is.
 *
 * @param head the run
 * @param status in a word
 * @param entries its steps, in their order
 */
record Progress(Head head, String status, List<Entry> entries) {

  static Progress of(Checkpoints checkpoints, Head head) {
    boolean stopped = head.status() == WorkflowStatus.RUNNING && !checkpoints.isLive(head.id());
    String status = stopped ? "interrupted" : head.status().name().toLowerCase(Locale.ROOT);
    return new Progress(
        head,
        status,
        checkpoints.entries(head.id()).stream()
            .sorted(new Places(DefinitionReader.read(head.outline())))
            .toList());
  }

  /** The step that it stands at. */
  String stand() {
    Optional<Entry> open =
        Stream.of(Stage.TAKING_BACK, Stage.BEGUN, Stage.FAILED)
            .flatMap(stage -> entries.stream().filter(one -> one.stage() == stage))
            .findFirst();
    return open.map(one -> "at " + named(one))
        .orElseGet(() ->
            entries.isEmpty() ? "before the first step" : "after " + named(entries.getLast()));
  }

  private static String named(Entry entry) {
    return "%s (%s)".formatted(entry.step(), entry.place());
  }

  Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("id", head.id());
    plain.put("name", head.name());
    plain.put("pattern", head.pattern());
    plain.put("status", status);
    plain.put("started", head.started().toString());
    plain.put("changed", head.changed().toString());
    plain.put("stands", stand());
    plain.put("problem", head.problem());
    plain.put("resumed", head.attempts());
    return plain;
  }

  List<Object> steps() {
    List<Object> steps = new ArrayList<>();
    for (Entry entry : entries) {
      Map<String, @Nullable Object> step = new LinkedHashMap<>();
      step.put("place", entry.place());
      step.put("name", entry.step());
      step.put("stage", entry.stage().text());
      Map<String, @Nullable Object> outcome = entry.outcome();
      step.put("success", outcome == null ? null : outcome.get("success"));
      step.put("skipped", outcome != null && Boolean.TRUE.equals(outcome.get("skipped")));
      step.put("error", outcome == null ? null : outcome.get("error"));
      step.put("output", outcome == null ? null : outcome.get("output"));
      steps.add(step);
    }
    return steps;
  }
}
