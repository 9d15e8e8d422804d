package org.llmspell.core.agent;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where an agent is in its life. */
public enum AgentPhase {
  /** It was made and not used yet. */
  UNINITIALIZED,
  /** It gets ready for its first use. */
  INITIALIZING,
  /** It waits for work. */
  READY,
  /** It works. */
  RUNNING,
  /** It takes no new work until it is resumed. */
  PAUSED,
  /** It ends. */
  TERMINATING,
  /** It has ended, for good. */
  TERMINATED,
  /** Something has gone wrong. */
  ERROR,
  /** It comes back from an error. */
  RECOVERING;

  /** The phases that may follow this one directly. */
  public Set<AgentPhase> next() {
    return switch (this) {
      case UNINITIALIZED -> EnumSet.of(INITIALIZING, ERROR);
      case INITIALIZING, RECOVERING -> EnumSet.of(READY, ERROR, TERMINATING);
      case READY -> EnumSet.of(RUNNING, PAUSED, TERMINATING, ERROR);
      case RUNNING -> EnumSet.of(READY, PAUSED, TERMINATING, ERROR);
      case PAUSED -> EnumSet.of(READY, RUNNING, TERMINATING, ERROR);
      case ERROR -> EnumSet.of(RECOVERING, TERMINATING, TERMINATED);
      case TERMINATING -> EnumSet.of(TERMINATED, ERROR);
      case TERMINATED -> EnumSet.noneOf(AgentPhase.class);
    };
  }

  /** Whether it takes work. */
  public boolean canExecute() {
    return this == READY || this == RUNNING;
  }

  /** Whether all is well. */
  public boolean isHealthy() {
    return canExecute() || this == PAUSED;
  }

  /** The name in scripts and messages, for example {@code Ready}. */
  public String displayName() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
