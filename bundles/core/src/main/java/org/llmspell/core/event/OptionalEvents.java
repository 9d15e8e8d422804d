package org.llmspell.core.event;

/** Events that are only published when the settings ask for them. */
public enum OptionalEvents {
  /** How long things took: {@code events.emit_timing_events}, on by default. */
  TIMING,
  /** Reads of state and the like: {@code events.emit_state_events}, off by default. */
  STATE,
  /** For developers: {@code events.emit_debug_events}, off by default. */
  DEBUG
}
