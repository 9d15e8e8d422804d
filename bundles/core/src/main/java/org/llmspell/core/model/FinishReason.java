package org.llmspell.core.model;

/** Why an answer has ended. */
public enum FinishReason {
  /** It is complete. */
  STOP,
  /** The longest length was reached. */
  LENGTH,
  /** Tools are to be called. */
  TOOL_CALLS,
  /** The vendor has held something back. */
  CONTENT_FILTER,
  /** Something else, or not known. */
  OTHER
}
