package org.llmspell.core.command;

/** How a command prints its results. */
public enum OutputFormat {
  /** For people. */
  TEXT,
  /** JSON and nothing else. */
  JSON,
  /** JSON together with what people want to know besides. */
  PRETTY
}
