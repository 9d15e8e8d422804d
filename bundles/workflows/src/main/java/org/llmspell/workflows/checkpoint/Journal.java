package org.llmspell.workflows.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.definition.Condition;
import org.llmspell.workflows.definition.Step;

/**
 * What one run writes down about itself, and what an earlier part of the run wrote. Steps are known
 * by their place: {@code s2} is the second step, {@code b1.s2} that of the first branch, {@code
 * i0.s2} that of the first iteration. Safe to share between threads.
 */
public interface Journal {

  /** How a step has ended, as far as the run is concerned. */
  enum Ending {
    /** It will not be done again. */
    DONE,
    /** It has ended the row of steps; when the run goes on one day, it is tried again. */
    FAILED,
    /** It was stopped, and nobody knows how much of it was done. */
    UNKNOWN
  }

  /** The id of the run. */
  String id();

  /**
   * The run begins or goes on.
   *
   * @param data what the steps would share at the start
   * @return what they share: that of the first start when the run goes on
   */
  Map<String, @Nullable Object> begin(Map<String, @Nullable Object> data);

  /** The context for a step, by which a workflow that it runs finds this journal. */
  ExecutionContext around(String place, Step step, ExecutionContext context);

  /** The outcome of a step that need not be done again. */
  Optional<Map<String, @Nullable Object>> finished(String place);

  /** A step is going to be done; returns when that is known for good. */
  void begin(String place, Step step);

  /** A step has ended; asks for its outcome and says so if that is written down. */
  boolean ended(
      String place, Step step, Supplier<Map<String, @Nullable Object>> outcome, Ending ending);

  /** The answer to a condition: the one that was given before, if a function would be asked. */
  boolean decide(String place, Condition condition, BooleanSupplier asked);

  /** A step is going to be taken back. */
  void takingBack(String place);

  /** A step was taken back, so that it may be done again. */
  void takenBack(String place);

  /** The run has ended; what is not needed any more goes. */
  void over(WorkflowStatus status, @Nullable String problem);

  /** The run is over in this process, however it ended. */
  void close();
}
