package org.llmspell.core.workflow;

import java.util.List;
import org.llmspell.core.BaseAgent;
import org.llmspell.core.ToolCall;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/** A component made of steps that call other components. Safe to share between threads. */
@ConsumerType
public interface Workflow extends BaseAgent {

  /** How it was set up. */
  WorkflowConfig config();

  /** The steps in the order in which they were added; a copy. */
  List<WorkflowStep> steps();

  /** Adds a step at the end. */
  void addStep(WorkflowStep step);

  /** Removes the step of an id. Returns whether there was one. */
  boolean removeStep(String stepId);

  /**
   * The steps in an order in which every step comes after those it depends on.
   *
   * @throws SpellException of kind Workflow when steps depend on each other in a circle, or on a
   *     step that does not exist
   */
  List<WorkflowStep> planExecution();

  /** How far the current or last run is. */
  WorkflowStatus status();

  /** The calls that the current or last run made, with their results. */
  List<ToolCall> results();
}
