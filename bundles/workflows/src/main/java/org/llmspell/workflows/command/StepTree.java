package org.llmspell.workflows.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.workflows.checkpoint.Entry;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Pattern;
import org.llmspell.workflows.definition.Pattern.Branch;
import org.llmspell.workflows.definition.Pattern.Iteration;
import org.llmspell.workflows.definition.Step;

/** Draws the steps of a workflow as a tree, each with how far it is. */
final class StepTree {
  private final Map<String, Entry> entries;
  private final List<Entry> all;
  private final List<String> lines = new ArrayList<>();

  private StepTree(List<Entry> all) {
    this.all = all;
    this.entries = all.stream().collect(Collectors.toMap(Entry::place, Function.identity()));
  }

  /**
   * The lines.
   *
   * @param entries what is kept of the steps; empty when it is about no run
   */
  static List<String> of(Definition definition, List<Entry> entries) {
    var tree = new StepTree(entries);
    switch (definition.pattern()) {
      case Pattern.Sequential(var steps) -> tree.steps("", "", steps);
      case Pattern.Parallel parallel -> tree.branches(parallel.branches());
      case Pattern.Conditional conditional -> {
        tree.branches(conditional.branches());
        Branch otherwise = conditional.otherwise();
        if (otherwise != null) {
          tree.branch("default.", "otherwise " + otherwise.name(), otherwise.steps());
        }
      }
      case Pattern.Loop loop -> tree.loop(loop);
    }
    return tree.lines;
  }

  private void branches(List<Branch> branches) {
    int number = 0;
    for (Branch branch : branches) {
      String optional = branch.required() ? "" : " (optional)";
      branch("b%d.".formatted(++number), "branch " + branch.name() + optional, branch.steps());
    }
  }

  private void branch(String place, String title, List<Step> steps) {
    lines.add(title);
    steps("  ", place, steps);
  }

  /** The body as it stands in the last iteration that is known. */
  private void loop(Pattern.Loop loop) {
    String over =
        switch (loop.iterator()) {
          case Iteration.Range(long start, long end, long step) ->
              "for numbers from %d to before %d in steps of %d".formatted(start, end, step);
          case Iteration.Collection(var items) -> "for each of %d items".formatted(items.size());
          case Iteration.Found _ -> "for each item of a list that is found";
          case Iteration.While(_, long max) -> "while a condition holds, %d times".formatted(max);
        };
    String last = all.isEmpty() ? "i0." : all.getLast().place().replaceFirst("^(i\\d+\\.).*", "$1");
    lines.add(
        all.isEmpty()
            ? over
            : "%s; iteration %s".formatted(over, last.substring(1, last.length() - 1)));
    steps("  ", last, loop.body());
  }

  private void steps(String indent, String prefix, List<Step> steps) {
    int number = 0;
    for (Step step : steps) {
      String place = prefix + "s" + ++number;
      Entry entry = entries.get(place);
      lines.add(
          "%s%s %s: %s %s%s%s"
              .formatted(
                  indent,
                  mark(entry),
                  step.name(),
                  step.target().type(),
                  step.target().name().isEmpty() ? "(a function)" : step.target().name(),
                  step.idempotent() ? ", idempotent" : "",
                  entry == null ? "" : ", %s (%s)".formatted(how(entry), place)));
      all.stream()
          .filter(one -> one.place().startsWith(place + "/"))
          .forEach(one ->
              lines.add(
                  "%s  %s %s: %s (%s)"
                      .formatted(indent, mark(one), one.step(), how(one), one.place())));
    }
  }

  private static String mark(@Nullable Entry entry) {
    return entry == null ? "[ ]" : entry.isUncertain() ? "[?]" : well(entry) ? "[x]" : "[!]";
  }

  private static boolean well(Entry entry) {
    Map<String, @Nullable Object> outcome = entry.outcome();
    return outcome != null && Boolean.TRUE.equals(outcome.get("success"));
  }

  private static String how(Entry entry) {
    Map<String, @Nullable Object> outcome = entry.outcome();
    if (outcome == null || entry.isUncertain()) {
      return entry.stage().text() + ", in doubt";
    }
    if (Boolean.TRUE.equals(outcome.get("skipped"))) {
      return "left out";
    }
    return well(entry) ? "done" : "failed: " + outcome.get("error");
  }
}
