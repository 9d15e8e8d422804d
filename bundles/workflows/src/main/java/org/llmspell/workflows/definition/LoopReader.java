package org.llmspell.workflows.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.workflows.definition.Pattern.Aggregation;
import org.llmspell.workflows.definition.Pattern.Break;
import org.llmspell.workflows.definition.Pattern.Iteration;

/** Reads what a loop runs over, how long, and what it keeps. */
final class LoopReader {
  private final Form form;
  private final StepReader steps;
  private final ConditionReader conditions;

  LoopReader(Form form, StepReader steps, ConditionReader conditions) {
    this.form = form;
    this.steps = steps;
    this.conditions = conditions;
  }

  /** The pattern. */
  Pattern loop() {
    List<Break> breaks = new ArrayList<>();
    List<@Nullable Object> given = form.list("break_conditions");
    for (int i = 0; i < given.size(); i++) {
      breaks.add(breakOf(given.get(i), "break_conditions[%d]".formatted(i + 1)));
    }
    List<Step> body = steps.some(form.either("body", "steps"), form, "Loop body cannot be empty");
    return new Pattern.Loop(
        iteration(),
        body,
        breaks,
        aggregation(),
        Duration.ofMillis(form.number("iteration_delay_ms", 0, 0, Long.MAX_VALUE)));
  }

  private Break breakOf(@Nullable Object given, String key) {
    if (given instanceof Map<?, ?> map && map.containsKey("expression")) {
      @SuppressWarnings("unchecked") // plain tables have text keys
      Form one = new Form((Map<String, @Nullable Object>) map, form.at(key), form.ignored());
      Condition condition = conditions.of(one.values().get("expression"), one.at("expression"));
      return new Break(
          condition, one.text("message").orElse(String.valueOf(one.values().get("expression"))));
    }
    Condition condition = conditions.of(given, form.at(key));
    return new Break(condition, given instanceof String text ? text : "Break condition met");
  }

  private Iteration iteration() {
    if (!form.has("iterator") && form.has("condition")) {
      return new Iteration.While(
          conditions.read(form, "condition", Condition.ALWAYS),
          form.number("max_iterations", 100, 1, Long.MAX_VALUE));
    }
    if (!form.has("iterator")) {
      throw form.wrong(
          "iterator",
          "is missing; give {range={...}}, {collection={...}} or {while_condition=...}");
    }
    Form iterator = form.form("iterator");
    if (iterator.has("range")) {
      Form range = iterator.form("range");
      if (!range.has("end")) {
        throw range.wrong("end", "is missing; it is the first number that is not counted");
      }
      long step = range.number("step", 1, Long.MIN_VALUE, Long.MAX_VALUE);
      if (step == 0) {
        throw range.wrong("step", "Range step cannot be zero");
      }
      return new Iteration.Range(
          range.number("start", 0, Long.MIN_VALUE, Long.MAX_VALUE),
          range.number("end", 0, Long.MIN_VALUE, Long.MAX_VALUE),
          step);
    }
    Object collection = iterator.values().get("collection");
    if (collection instanceof String || collection instanceof StepFunction) {
      return new Iteration.Found(collection);
    }
    if (collection != null) {
      return new Iteration.Collection(iterator.list("collection"));
    }
    if (iterator.has("while_condition")) {
      return new Iteration.While(
          conditions.of(iterator.values().get("while_condition"), iterator.at("while_condition")),
          iterator.number("max_iterations", 100, 1, Long.MAX_VALUE));
    }
    throw form.wrong(
        "iterator", "Iterator must contain 'range', 'collection', or 'while_condition'");
  }

  private Aggregation aggregation() {
    String given = form.text("aggregation").orElse("collect_all");
    String word = given.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    for (Aggregation.Kind kind : Aggregation.Kind.values()) {
      if (kind.name().equals(word)) {
        return new Aggregation(
            kind, (int) form.number("aggregation_count", 1, 1, Integer.MAX_VALUE));
      }
    }
    throw form.wrong(
        "aggregation",
        "'%s' is none of collect_all, last_only, first_n, last_n, none".formatted(given));
  }
}
