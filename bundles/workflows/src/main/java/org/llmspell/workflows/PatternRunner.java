package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.workflows.definition.Pattern;
import org.llmspell.workflows.definition.Pattern.Branch;
import org.llmspell.workflows.definition.Step;

/** Runs the pattern of a workflow. */
final class PatternRunner {
  private static final HookPoint SELECTED = new HookPoint.Custom("branch_selection");
  private static final HookPoint EVALUATED = new HookPoint.Custom("condition_evaluation");
  private static final HookPoint BOUNDARY = new HookPoint.Custom("workflow_step_boundary");

  private final Run run;
  private final StepRunner steps;

  PatternRunner(Run run) {
    this.run = run;
    this.steps = new StepRunner(run);
  }

  /**
   * What a pattern gave.
   *
   * @param success whether it went well
   * @param data the pattern's own data
   * @param extra more of it, for the metadata
   * @param output the output that is meant when one is asked for
   * @param problem why it failed, or null
   * @param location the place of the failure, or null
   * @param details more about the failure
   * @param more what the result has besides
   */
  record Ended(
      boolean success,
      Map<String, @Nullable Object> data,
      Map<String, @Nullable Object> extra,
      @Nullable Object output,
      @Nullable String problem,
      @Nullable String location,
      @Nullable Object details,
      Map<String, @Nullable Object> more) {

    /** The end of a run that got stuck somewhere. */
    static Ended failed(Run run, String problem) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("steps_executed", run.data().succeeded() + run.data().failed());
      return new Ended(false, data, Map.of(), null, problem, null, null, Map.of());
    }
  }

  /**
   * What a row of steps gave.
   *
   * @param outcomes in order
   * @param failed the one that ended the row, or null
   * @param last the last one that went well, or null
   */
  record Row(List<Outcome> outcomes, @Nullable Outcome failed, @Nullable Outcome last) {
    long count(boolean success) {
      return outcomes.stream().filter(one -> one.success() == success).count();
    }

    List<Object> tables() {
      return outcomes.stream().<Object>map(Outcome::table).toList();
    }
  }

  Ended run() {
    return switch (run.definition().pattern()) {
      case Pattern.Sequential(var list) -> sequential(list);
      case Pattern.Parallel parallel -> new ParallelRunner(run, this).run(parallel);
      case Pattern.Conditional conditional -> conditional(conditional);
      case Pattern.Loop loop -> new LoopRunner(run, this).run(loop);
    };
  }

  /**
   * Does steps one after the other until one ends the row.
   *
   * @param place of the row in the run, ending with a dot; empty for the whole run
   */
  Row row(List<Step> list, ExecutionContext context, String place) {
    List<Outcome> outcomes = new ArrayList<>();
    Outcome last = null;
    for (Step step : list) {
      run.checkCancelled();
      if (context.cancellation().isCancelled()) {
        throw new TimeUpException();
      }
      if (!outcomes.isEmpty()) {
        run.signal(
            StandardPoint.WORKFLOW_STAGE_TRANSITION,
            "from",
            outcomes.getLast().name(),
            "to",
            step.name());
      }
      run.signal(BOUNDARY, "step", step.name(), "index", (long) outcomes.size());
      Outcome outcome = steps.run(step, context, place + "s" + (outcomes.size() + 1));
      outcomes.add(outcome);
      if (outcome.success()) {
        last = outcome.skipped() ? last : outcome;
      } else if (run.isOver()) {
        throw new TimeUpException();
      } else if (steps.ends(step, outcome)) {
        return new Row(outcomes, outcome, last);
      }
    }
    return new Row(outcomes, null, last);
  }

  /** The time of the workflow is over. */
  static final class TimeUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimeUpException() {
      super("Workflow execution timed out", null, false, false);
    }
  }

  private Ended sequential(List<Step> list) {
    Row row = row(list, run.context(), "");
    Outcome failed = row.failed();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("steps_executed", (long) row.outcomes().size());
    data.put("successful_steps", row.count(true));
    data.put("failed_steps", row.count(false));
    Object output = row.last() == null ? null : row.last().output();
    data.put("final_output", row.last() == null ? null : row.last().text());
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    extra.put("step_results", row.tables());
    return new Ended(
        failed == null,
        data,
        extra,
        output,
        failed == null ? null : stopped(row.outcomes().size(), failed),
        failed == null ? null : failed.name(),
        failed == null ? null : failed.error(),
        Map.of());
  }

  /** Why a row has ended, counted from 1. */
  static String stopped(int number, Outcome failed) {
    return "Workflow stopped %sat step %d: %s (%s)"
        .formatted(
            failed.retries() > 0 ? "after retries exhausted " : "",
            number,
            failed.name(),
            failed.error());
  }

  private Ended conditional(Pattern.Conditional conditional) {
    // All are asked before the first branch can change what they look at.
    List<Branch> matched = new ArrayList<>();
    for (Branch branch : conditional.branches()) {
      String place = place(conditional, branch);
      boolean holds = run.decides(place, branch.condition(), run.context());
      run.signal(EVALUATED, "branch_name", branch.name(), "result", holds);
      if (holds) {
        matched.add(branch);
      }
    }
    int total = conditional.branches().size() + (conditional.otherwise() == null ? 0 : 1);
    List<Branch> chosen = new ArrayList<>(matched);
    if (conditional.firstOnly() && chosen.size() > 1) {
      chosen.subList(1, chosen.size()).clear();
    }
    if (chosen.isEmpty() && conditional.otherwise() != null) {
      chosen.add(conditional.otherwise());
    }
    return selected(conditional, chosen, matched.size(), total);
  }

  private static String place(Pattern.Conditional conditional, Branch branch) {
    int index = conditional.branches().indexOf(branch);
    return index < 0 ? "default." : "b" + (index + 1) + ".";
  }

  private Ended selected(
      Pattern.Conditional conditional, List<Branch> chosen, int matched, int total) {
    List<Object> details = new ArrayList<>();
    Outcome last = null;
    Outcome failed = null;
    String location = null;
    for (Branch branch : chosen) {
      run.signal(SELECTED, "branch_name", branch.name());
      long start = System.nanoTime();
      Row row = row(branch.steps(), run.context(), place(conditional, branch));
      Map<String, @Nullable Object> detail = new LinkedHashMap<>();
      detail.put("branch_name", branch.name());
      detail.put("name", branch.name());
      detail.put("success", row.failed() == null);
      detail.put("output", row.last() == null ? null : row.last().output());
      detail.put("error", row.failed() == null ? null : row.failed().error());
      detail.put("steps_executed", (long) row.outcomes().size());
      detail.put("duration_ms", (System.nanoTime() - start) / 1_000_000);
      detail.put("step_results", row.tables());
      details.add(detail);
      last = row.last() == null ? last : row.last();
      if (row.failed() != null) {
        failed = row.failed();
        location = branch.name();
        break;
      }
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("executed_branches", (long) details.size());
    data.put("matched_branches", (long) matched);
    data.put("total_branches", (long) total);
    data.put("branch_output", last == null ? null : last.text());
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    extra.put("executed_branches", details);
    extra.put("matched_branches", (long) matched);
    extra.put("total_branches", (long) total);
    String problem =
        chosen.isEmpty()
            ? "No branch's condition holds, and there is no default_branch"
            : failed == null
                ? null
                : "Branch '%s' failed at step '%s': %s"
                    .formatted(location, failed.name(), failed.error());
    return new Ended(
        problem == null,
        data,
        extra,
        last == null ? null : last.output(),
        problem,
        location,
        failed == null ? null : failed.error(),
        Map.of("branches", details));
  }
}
