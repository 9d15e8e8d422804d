package org.llmspell.core.runtime;

/** The named places in the pipeline where stages join, outermost first. */
public enum Stage {
  /** Sees every call and its outcome: events, metrics, recording. */
  OBSERVE,
  /** May refuse the call for what it is. */
  SECURITY,
  /** May refuse or change the parameters. */
  VALIDATE,
  /** May do anything around the call: hooks. */
  AROUND,
  /** Sets deadlines and limits. */
  LIMIT
}
