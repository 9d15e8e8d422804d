package org.llmspell.workflows.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.workflow.StepFunction;

/** When something is done. */
public sealed interface Condition {
  /** Always, which is also what is meant when nothing is said. */
  Condition ALWAYS = new Constant(true);

  /** Always or never. */
  record Constant(boolean value) implements Condition {}

  /** A key of the shared data has a value. */
  record SharedEquals(String key, @Nullable Object expected) implements Condition {}

  /** The shared data have a key. */
  record SharedExists(String key) implements Condition {}

  /** A step gave a value. */
  record StepEquals(String step, @Nullable Object expected) implements Condition {}

  /** The output of a step has a text in it. */
  record StepContains(String step, String part) implements Condition {}

  /** A number of the shared data is greater than a limit, or less. */
  record SharedBeyond(String key, double limit, boolean greater) implements Condition {}

  /**
   * A tool or an agent says so.
   *
   * @param target what is called
   * @param input with what
   * @param expected the text that must be in the answer; null for one that means yes
   */
  record Called(Step.Target target, @Nullable Object input, @Nullable String expected)
      implements Condition {}

  /** A step has ended well, or not. */
  record StepEnded(String step, boolean well) implements Condition {}

  /** All of them hold. */
  record And(List<Condition> all) implements Condition {
    /** Copies the list. */
    public And {
      all = List.copyOf(all);
    }
  }

  /** One of them holds. */
  record Or(List<Condition> any) implements Condition {
    /** Copies the list. */
    public Or {
      any = List.copyOf(any);
    }
  }

  /** The other one does not hold. */
  record Not(Condition other) implements Condition {}

  /** An expression, see {@link Expression}. */
  record Written(Expression expression) implements Condition {}

  /** What a function says. */
  record Asked(StepFunction function) implements Condition {}
}
