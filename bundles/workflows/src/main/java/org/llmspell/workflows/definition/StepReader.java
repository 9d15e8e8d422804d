package org.llmspell.workflows.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.workflows.definition.OnError.Strategy;

/** Reads steps. */
final class StepReader {
  private static final String DEFAULT_NAME = "step";
  private static final List<String> TYPES = List.of("tool", "agent", "workflow", "custom");
  private static final List<String> OTHER_TYPES =
      List.of("function", "sequential", "parallel", "conditional", "loop");
  private static final List<String> CALLBACKS = List.of("on_complete", "on_error");
  private static final List<String> KEYS =
      List.of(
          "name",
          "type",
          "tool",
          "agent",
          "workflow",
          "function",
          "execute",
          "input",
          "parameters",
          "params",
          "timeout_ms",
          "timeout",
          "error_strategy",
          "retry_count",
          "max_retries",
          "retry",
          "max_attempts",
          "max_retry_attempts",
          "retry_delay_ms",
          "backoff_ms",
          "delay_ms",
          "exponential_backoff",
          "optional",
          "condition",
          "compensate",
          "compensation",
          "rollback",
          "idempotent",
          "on_complete",
          "on_error",
          "description",
          "depends_on",
          "metadata");
  private static final List<String> STRATEGIES =
      List.of("fail_fast", "failfast", "stop", "continue", "retry");
  private static final long MAX_ATTEMPTS = 1_000;

  private final ConditionReader conditions;

  StepReader(ConditionReader conditions) {
    this.conditions = conditions;
  }

  /** The steps of a key; those of the same name get numbers. */
  List<Step> read(Form form, String key) {
    List<Step> steps = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Form one : form.forms(key)) {
      Step step = step(one);
      int count = counts.merge(step.name(), 1, Integer::sum);
      steps.add(count == 1 ? step : renamed(step, step.name() + "_" + count));
    }
    return steps;
  }

  /** The steps of a key, of which there must be some. */
  List<Step> some(String key, Form form, String otherwise) {
    List<Step> steps = read(form, key);
    if (steps.isEmpty()) {
      throw form.wrong(key, otherwise + "; give it at least one step");
    }
    return steps;
  }

  private static Step renamed(Step step, String name) {
    return new Step(
        name,
        step.target(),
        step.input(),
        step.timeout(),
        step.onError(),
        step.optional(),
        step.condition(),
        step.compensate(),
        step.idempotent(),
        step.place(),
        step.callbacks());
  }

  private Step step(Form form) {
    form.check(KEYS);
    Step.Target target = target(form);
    String compensate = form.either("compensate", "compensation", "rollback");
    long timeout = form.number(form.either("timeout_ms", "timeout"), 0, 1, Long.MAX_VALUE);
    return new Step(
        form.text("name").orElse(DEFAULT_NAME),
        target,
        input(form),
        timeout == 0 ? null : Duration.ofMillis(timeout),
        onError(form),
        form.flag("optional", false),
        conditions.read(form, "condition", Condition.ALWAYS),
        form.has(compensate) ? step(form.form(compensate)) : null,
        form.flag("idempotent", false),
        form.path(),
        form.callbacks(CALLBACKS));
  }

  private static Step.Target target(Form form) {
    String key = form.either("tool", "agent", "workflow", "function", "execute");
    String type = form.text("type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !TYPES.contains(type) && !OTHER_TYPES.contains(type)) {
      throw form.wrong(
          "type",
          "'%s' is no type of step%s; there are %s"
              .formatted(type, Names.near(type, TYPES), String.join(", ", TYPES)));
    }
    if (!form.has(key)) {
      throw type.isEmpty()
          ? form.wrong(key, "Step must have 'tool', 'agent', 'workflow' or 'function' field")
          : form.wrong(
              type.equals("custom") ? "function" : type, "is missing; it says what is called");
    }
    return switch (key) {
      case "tool" -> new Step.ToolCall(name(form, key));
      case "agent" -> new Step.AgentCall(name(form, key));
      case "workflow" -> workflow(form);
      default ->
          form.values().get(key) instanceof StepFunction function
              ? new Step.FunctionCall(
                  "", key.equals("execute") ? new RunFunction(function) : function)
              : new Step.FunctionCall(name(form, key), null);
    };
  }

  private static Step.Target workflow(Form form) {
    return switch (form.values().get("workflow")) {
      case Workflow given -> new Step.WorkflowCall(given.id(), given, null);
      case Map<?, ?> _ -> {
        Definition inline = DefinitionReader.read(form.form("workflow"));
        yield new Step.WorkflowCall(inline.name(), null, inline);
      }
      case null, default -> new Step.WorkflowCall(name(form, "workflow"), null, null);
    };
  }

  private static String name(Form form, String key) {
    return form.needed(key, "it says what is called");
  }

  private static @Nullable Object input(Form form) {
    return form.values().get(form.either("parameters", "params", "input"));
  }

  private static @Nullable OnError onError(Form form) {
    String retries = form.either("retry_count", "max_retries", "retry");
    if (!form.has("error_strategy") && !form.has(retries)) {
      return null;
    }
    OnError given = onError(form, "error_strategy", OnError.FAIL_FAST);
    if (!form.has(retries)) {
      return given;
    }
    long count = form.number(retries, 0, 0, MAX_ATTEMPTS);
    Strategy strategy = given.strategy() == Strategy.CONTINUE ? Strategy.CONTINUE : Strategy.RETRY;
    return new OnError(strategy, (int) count + 1, given.delay(), given.exponential());
  }

  /** What a key says is done when a step fails. */
  static OnError onError(Form form, String key, OnError byDefault) {
    Object given = form.values().get(key);
    if (given instanceof Map) {
      Form table = form.form(key);
      return of(table, table.needed(table.either("type", "strategy"), "for example retry"), key);
    }
    String word = form.text(key).orElse("");
    return word.isEmpty() ? byDefault : of(form, word, key);
  }

  private static OnError of(Form form, String word, String key) {
    Strategy strategy =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "fail_fast", "failfast", "stop" -> Strategy.FAIL_FAST;
          case "continue" -> Strategy.CONTINUE;
          case "retry" -> Strategy.RETRY;
          default ->
              throw form.wrong(
                  key,
                  "'%s' is no error strategy%s; there are fail_fast, continue and retry"
                      .formatted(word, Names.near(word, STRATEGIES)));
        };
    boolean retry = strategy == Strategy.RETRY;
    String attempts = form.either("max_attempts", "max_retry_attempts");
    String delay = form.either("retry_delay_ms", "backoff_ms", "delay_ms");
    return new OnError(
        strategy,
        strategy == Strategy.FAIL_FAST
            ? 1
            : (int) form.number(attempts, retry ? 3 : 1, 1, MAX_ATTEMPTS),
        Duration.ofMillis(form.number(delay, 1_000, 0, Long.MAX_VALUE)),
        form.flag("exponential_backoff", false));
  }
}
