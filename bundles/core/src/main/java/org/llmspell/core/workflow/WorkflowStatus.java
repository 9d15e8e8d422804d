package org.llmspell.core.workflow;

/** How far a run of a workflow is. */
public enum WorkflowStatus {
  /** It has not begun. */
  PENDING,
  /** It is going on. */
  RUNNING,
  /** It ended well. */
  COMPLETED,
  /** A step failed. */
  FAILED,
  /** It was stopped. */
  CANCELLED
}
