package org.llmspell.workflows.checkpoint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.DefinitionWriter;
import org.llmspell.workflows.definition.Pattern;
import org.llmspell.workflows.definition.Pattern.Branch;
import org.llmspell.workflows.definition.Pattern.Break;
import org.llmspell.workflows.definition.Pattern.Iteration;
import org.llmspell.workflows.definition.Step;

/**
 * A definition that can be written down, whatever is in it.
 *
 * @param plain the definition as plain values, with stand-ins for functions
 * @param functions whether there are functions in it
 */
record Outline(Map<String, @Nullable Object> plain, boolean functions) {
  private static final String FUNCTION = "(a function of the script)";

  static Outline of(Definition definition) {
    Definition without = without(definition);
    return new Outline(DefinitionWriter.write(without), !without.equals(definition));
  }

  private static Definition without(Definition definition) {
    return new Definition(
        definition.name(),
        definition.description(),
        pattern(definition.pattern()),
        definition.onError(),
        definition.timeout(),
        definition.stepTimeout(),
        definition.checkpoint(),
        Map.of(),
        definition.ignored());
  }

  private static Step.Target target(Step.Target target) {
    return switch (target) {
      case Step.FunctionCall(_, var function) when function != null ->
          new Step.FunctionCall(FUNCTION, null);
      case Step.WorkflowCall(_, var given, _) when given != null ->
          new Step.WorkflowCall(given.name(), null, null);
      case Step.WorkflowCall(var name, _, var inline) when inline != null ->
          new Step.WorkflowCall(name, null, without(inline));
      default -> target;
    };
  }

  private static Iteration iteration(Iteration iteration) {
    return switch (iteration) {
      case Iteration.While(var condition, long max) ->
          new Iteration.While(condition(condition), max);
      case Iteration.Found(var source) when !(source instanceof String) ->
          new Iteration.Found(FUNCTION);
      default -> iteration;
    };
  }

  private static Pattern pattern(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Sequential(var steps) -> new Pattern.Sequential(steps(steps));
      case Pattern.Parallel(var branches, int concurrency, boolean failFast) ->
          new Pattern.Parallel(branches(branches), concurrency, failFast);
      case Pattern.Conditional(var branches, var otherwise, boolean firstOnly) ->
          new Pattern.Conditional(
              branches(branches), otherwise == null ? null : branch(otherwise), firstOnly);
      case Pattern.Loop(var iterator, var body, var breaks, var results, var pause) ->
          new Pattern.Loop(
              iteration(iterator),
              steps(body),
              breaks.stream()
                  .map(one -> new Break(condition(one.condition()), one.message()))
                  .toList(),
              results,
              pause);
    };
  }

  private static List<Branch> branches(List<Branch> branches) {
    return branches.stream().map(Outline::branch).toList();
  }

  private static Branch branch(Branch branch) {
    return new Branch(
        branch.name(),
        branch.description(),
        condition(branch.condition()),
        branch.required(),
        steps(branch.steps()));
  }

  private static List<Step> steps(List<Step> steps) {
    return steps.stream().map(Outline::step).toList();
  }

  private static Step step(Step step) {
    Step back = step.compensate();
    return new Step(
        step.name(),
        target(step.target()),
        step.input(),
        step.timeout(),
        step.onError(),
        step.optional(),
        condition(step.condition()),
        back == null ? null : step(back),
        step.idempotent(),
        step.place(),
        Map.of());
  }

  private static Condition condition(Condition condition) {
    return switch (condition) {
      case Condition.Asked _ -> new Condition.SharedExists(FUNCTION);
      case Condition.And(var all) ->
          new Condition.And(all.stream().map(Outline::condition).toList());
      case Condition.Or(var any) -> new Condition.Or(any.stream().map(Outline::condition).toList());
      case Condition.Not(var other) -> new Condition.Not(condition(other));
      default -> condition;
    };
  }

  /** Whether a function is asked. */
  static boolean asksFunction(Condition condition) {
    return !condition(condition).equals(condition);
  }
}
