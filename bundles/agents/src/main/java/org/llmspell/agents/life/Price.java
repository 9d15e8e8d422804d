package org.llmspell.agents.life;

import org.llmspell.core.model.TokenUsage;

/**
 * What a model costs.
 *
 * @param input for a million tokens that it reads
 * @param output for a million tokens that it writes
 */
public record Price(double input, double output) {

  /** What some tokens cost. */
  public double of(TokenUsage usage) {
    Long in = usage.input();
    Long out = usage.output();
    return (in == null ? 0 : in * input / 1e6) + (out == null ? 0 : out * output / 1e6);
  }
}
