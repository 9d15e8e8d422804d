package org.llmspell.workflows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.workflows.definition.Step;

/** Takes back what a run has done, the last step first, with time of its own. */
final class Undo {
  private static final Duration TIME = Duration.ofMinutes(5);

  private final Run run;
  private final ExecutionContext context;

  Undo(Run run, ExecutionContext context) {
    this.run = run;
    this.context = context;
  }

  /** Takes everything back; a table for each step. */
  List<Object> all() {
    List<Object> takenBack = new ArrayList<>();
    for (Run.Done done : run.toTakeBack()) {
      Step back = done.step().compensate();
      if (back != null) {
        takenBack.add(one(done, back));
      }
    }
    return takenBack;
  }

  private Map<String, @Nullable Object> one(Run.Done done, Step back) {
    String name = done.step().name();
    run.signal(StandardPoint.WORKFLOW_ROLLBACK, "step", name);
    run.journal().takingBack(done.place());
    String error = call(back, name);
    if (error == null) {
      run.journal().takenBack(done.place());
    }
    run.publish("workflow.step.compensated", "step", name, "error", error);
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("step_name", name);
    table.put("success", error == null);
    table.put("error", error);
    return table;
  }

  private @Nullable String call(Step back, String name) {
    ExecutionContext own = context.withCancellation(Cancellation.create()).withDeadline(TIME);
    boolean interrupted = Thread.interrupted();
    try {
      return run.call(back.target(), name, back.input(), own).error();
    } catch (RuntimeException e) { // the others are taken back all the same
      return Run.words(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
