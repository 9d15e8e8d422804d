package org.llmspell.workflows.definition;

import java.time.Duration;

/**
 * What happens when a step fails.
 *
 * @param strategy in a word
 * @param attempts how often a step is tried in all
 * @param delay how long to wait before the next try
 * @param exponential whether each wait is twice as long as the one before
 */
public record OnError(Strategy strategy, int attempts, Duration delay, boolean exponential) {

  /** What happens in a word. */
  public enum Strategy {
    /** The first failure ends the run. */
    FAIL_FAST("fail_fast"),
    /** The run goes on. */
    CONTINUE("continue"),
    /** The step is tried again; when that does not help, the run ends. */
    RETRY("retry");

    private final String text;

    Strategy(String text) {
      this.text = text;
    }

    /** As it is written. */
    public String text() {
      return text;
    }
  }

  /** One failure ends the run. */
  public static final OnError FAIL_FAST =
      new OnError(Strategy.FAIL_FAST, 1, Duration.ofSeconds(1), false);
}
