package org.llmspell.core.state.migration;

import java.util.Locale;

/** How much can go wrong in a migration, in rising order. */
public enum RiskLevel {
  /** Nothing changes. */
  LOW(1),
  /** Values change. */
  MEDIUM(2),
  /** What knows the old version can not go on. */
  HIGH(4),
  /** Data is given up or changes its type. */
  CRITICAL(8);

  private final int weight;

  RiskLevel(int weight) {
    this.weight = weight;
  }

  /** What the complexity of a plan is multiplied with. */
  public int weight() {
    return weight;
  }

  /** The name in results: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The greater one. */
  public RiskLevel max(RiskLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
