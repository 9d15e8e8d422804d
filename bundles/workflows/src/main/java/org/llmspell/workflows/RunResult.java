package org.llmspell.workflows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.workflows.PatternRunner.Ended;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Pattern;
import org.llmspell.workflows.definition.Step;

/** The table that tells how a run ended. Times are whole milliseconds. */
final class RunResult {
  private final String workflowId;
  private final Definition definition;
  private final Run run;
  private final Instant start;
  private final long millis;

  RunResult(String workflowId, Definition definition, Run run, Instant start, double millis) {
    this.workflowId = workflowId;
    this.definition = definition;
    this.run = run;
    this.start = start;
    this.millis = Math.round(millis);
  }

  /** The table. */
  Map<String, @Nullable Object> table(Ended ended, List<Object> takenBack) {
    RunData data = run.data();
    List<Outcome> outcomes = data.isComplete() ? data.all() : data.latest();
    Map<String, @Nullable Object> outputs = data.outputs();
    List<Object> steps = outcomes.stream().<Object>map(Outcome::table).toList();
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("success", ended.success());
    result.put("workflow_type", definition.pattern().type());
    result.put("workflow_name", definition.name());
    result.put("workflow_id", workflowId);
    result.put("execution_id", run.executionId());
    result.put("duration_ms", millis);
    result.put("duration", millis);
    result.put("execution_time", millis);
    result.put("data", ended.data());
    result.put("error", ended.success() ? null : error(ended));
    result.put("metadata", metadata(ended, takenBack));
    result.put("output", ended.output());
    result.put("results", outputs);
    result.put("outputs", outputs);
    result.put("steps", steps);
    result.put("step_results", steps);
    result.put("step_timings", timings());
    result.put("final_state", data.shared());
    result.put("last_completed_step", last(true));
    result.put("failed_step", ended.success() ? null : last(false));
    ended.more().forEach(result::put);
    return result;
  }

  private Map<String, Object> timings() {
    Map<String, Object> timings = new LinkedHashMap<>();
    run.data().latest().forEach(one -> timings.put(one.name(), Math.round(one.millis())));
    return timings;
  }

  private @Nullable String last(boolean success) {
    return run.data().latest().reversed().stream()
        .filter(one -> one.success() == success && !one.skipped())
        .map(Outcome::name)
        .findFirst()
        .orElse(null);
  }

  private Map<String, @Nullable Object> metadata(Ended ended, List<Object> takenBack) {
    RunData data = run.data();
    Map<String, @Nullable Object> extra = new LinkedHashMap<>(ended.extra());
    extra.put("execution_id", run.executionId());
    if (!takenBack.isEmpty()) {
      extra.put("compensations", takenBack);
    }
    if (!(definition.pattern() instanceof Pattern.Sequential)) {
      extra.put("agent_outputs", agentOutputs());
    }
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("start_time", start.toString());
    about.put("end_time", Instant.now().toString());
    about.put("execution_time_ms", millis);
    about.put(
        "steps_executed",
        ended.data().getOrDefault("completed_iterations", data.succeeded() + data.failed()));
    about.put("steps_succeeded", data.succeeded());
    about.put("steps_failed", data.failed());
    about.put("extra", extra);
    return about;
  }

  private Map<String, Object> agentOutputs() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    for (Step step : definition.steps()) {
      Outcome outcome = run.data().outcome(step.name());
      if (step.target() instanceof Step.AgentCall(var agent)
          && outcome != null
          && outcome.success()
          && !outcome.skipped()) {
        outputs.put(agent, outcome.text());
      }
    }
    return outputs;
  }

  private Map<String, @Nullable Object> error(Ended ended) {
    String type = definition.pattern().type();
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put(
        "error_type",
        type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1) + "ExecutionError");
    error.put("message", ended.problem());
    error.put("location", ended.location());
    error.put("details", ended.details());
    return error;
  }
}
