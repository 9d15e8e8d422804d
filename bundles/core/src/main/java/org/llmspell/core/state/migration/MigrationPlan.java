package org.llmspell.core.state.migration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How values get from one version to another.
 *
 * @param schema the sort of values
 * @param from the version before
 * @param to the version after
 * @param steps the steps in their order; none when both are the same
 * @param risk the greatest risk of a step
 * @param backupRequired whether it may not run without a backup
 * @param estimate a cautious guess of how long it takes
 * @param warnings what to look at
 * @param rollback how to get back, when a backup is required
 */
public record MigrationPlan(
    String schema,
    SchemaVersion from,
    SchemaVersion to,
    List<MigrationStep> steps,
    RiskLevel risk,
    boolean backupRequired,
    Duration estimate,
    List<String> warnings,
    Optional<Rollback> rollback) {

  private static final int SIMPLE_BELOW = 100;
  private static final int COMPLEX_ABOVE = 500;

  /** Copies the lists. */
  public MigrationPlan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /**
   * The way back.
   *
   * @param estimate how long it takes
   * @param risk how much can go wrong
   * @param warnings what to know before
   */
  public record Rollback(Duration estimate, RiskLevel risk, List<String> warnings) {
    /** Copies the list. */
    public Rollback {
      warnings = List.copyOf(warnings);
    }
  }

  /** 10 for each field that changes and 50 for what breaks, times the weight of the risk. */
  public int complexity() {
    int score = 0;
    for (MigrationStep step : steps) {
      score += 10 * step.report().fieldChanges().size();
      score += 50 * step.report().breakingChanges().size();
    }
    return score * risk.weight();
  }

  /** Whether there is nothing to think about. */
  public boolean isSimple() {
    return complexity() < SIMPLE_BELOW && risk == RiskLevel.LOW;
  }

  /** Whether somebody should look at it first. */
  public boolean isComplex() {
    return complexity() > COMPLEX_ABOVE || risk.compareTo(RiskLevel.HIGH) >= 0;
  }

  /** Whether anything breaks. */
  public boolean isBreaking() {
    return steps.stream().anyMatch(step -> !step.report().compatible());
  }
}
