package org.llmspell.state.migration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.CompatibilityReport;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationStep;
import org.llmspell.core.state.migration.RiskLevel;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;

/**
 * Finds the way with the fewest steps from one version to another, by breadth-first search over the
 * higher versions. A step goes up by one major at most. A version that brings transforms of its own
 * is reached from the one before it only, and never left out: its transforms are written for that
 * one. Both unless it names where it can come from.
 */
final class Planner {
  private static final Duration BASE = Duration.ofMinutes(1);
  private static final Duration PER_STEP = Duration.ofSeconds(30);
  private static final Duration PER_FIELD = Duration.ofSeconds(10);
  private static final Duration BACK = Duration.ofMinutes(5);

  private final String name;
  private final NavigableMap<SchemaVersion, StateSchema> versions;

  Planner(Schemas schemas, String name) {
    this.name = name;
    this.versions = schemas.versions(name);
  }

  /**
   * The plan from one version to another.
   *
   * @throws SpellException of kind Validation when there is no way
   */
  MigrationPlan plan(SchemaVersion from, SchemaVersion to) {
    List<SchemaVersion> way = way(from, to);
    List<MigrationStep> steps = new ArrayList<>();
    Set<String> warnings = new LinkedHashSet<>();
    RiskLevel risk = RiskLevel.LOW;
    Duration estimate = BASE;
    for (int i = 1; i < way.size(); i++) {
      MigrationStep step = step(schema(way.get(i - 1)), schema(way.get(i)));
      steps.add(step);
      warnings.addAll(step.report().breakingChanges());
      warnings.addAll(step.report().warnings());
      risk = risk.max(step.report().risk());
      estimate =
          estimate.plus(PER_STEP).plus(PER_FIELD.multipliedBy(step.report().fieldChanges().size()));
    }
    boolean backup = risk.compareTo(RiskLevel.HIGH) >= 0;
    var back =
        new MigrationPlan.Rollback(BACK, RiskLevel.HIGH, List.of("Rollback may cause data loss"));
    return new MigrationPlan(
        name,
        from,
        to,
        steps,
        risk,
        backup,
        estimate,
        List.copyOf(warnings),
        backup ? Optional.of(back) : Optional.empty());
  }

  private MigrationStep step(StateSchema from, StateSchema to) {
    CompatibilityReport report = Compatibility.of(from, to);
    String type =
        switch (report.risk()) {
          case LOW -> "minor_upgrade";
          case MEDIUM -> "standard_migration";
          case HIGH -> "breaking_migration";
          case CRITICAL -> "major_migration";
        };
    return new MigrationStep(from.version(), to.version(), type, report, Derivation.of(from, to));
  }

  private List<SchemaVersion> way(SchemaVersion from, SchemaVersion to) {
    schema(to);
    if (from.equals(to)) {
      return List.of(from);
    }
    Map<SchemaVersion, SchemaVersion> before = new HashMap<>();
    Deque<SchemaVersion> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      SchemaVersion at = open.removeFirst();
      if (at.equals(to)) {
        return back(before, from, to);
      }
      for (StateSchema next : versions.tailMap(at, false).values()) {
        if (!before.containsKey(next.version()) && canStep(at, next)) {
          before.put(next.version(), at);
          open.addLast(next.version());
        }
      }
    }
    throw noWay(from, to);
  }

  private boolean canStep(SchemaVersion from, StateSchema to) {
    if (!to.version().isAfter(from)
        || to.version().major() > from.major() + 1
        || !to.dependencies().stream().allMatch(versions::containsKey)) {
      return false;
    }
    if (!to.migrationPath().isEmpty()) {
      return to.migrationPath().contains(from);
    }
    NavigableMap<SchemaVersion, StateSchema> between =
        versions.subMap(from, false, to.version(), false);
    return between.isEmpty()
        || to.transforms().isEmpty()
            && between.values().stream().allMatch(schema -> schema.transforms().isEmpty());
  }

  private static List<SchemaVersion> back(
      Map<SchemaVersion, SchemaVersion> before, SchemaVersion from, SchemaVersion to) {
    List<SchemaVersion> way = new ArrayList<>(List.of(to));
    while (!way.getFirst().equals(from)) {
      way.addFirst(before.get(way.getFirst()));
    }
    return way;
  }

  private StateSchema schema(SchemaVersion version) {
    StateSchema schema = versions.get(version);
    if (schema == null) {
      throw SpellException.validation(
          "version",
          "Schema not found: %s. Schema '%s' has the versions %s"
              .formatted(version, name, versions.keySet()));
    }
    return schema;
  }

  private SpellException noWay(SchemaVersion from, SchemaVersion to) {
    return SpellException.validation(
        "version",
        "No migration path found from %s to %s. %s"
            .formatted(
                from,
                to,
                from.isAfter(to)
                    ? "Migrations go up; use rollback to undo the last one"
                    : "Register the versions between: a step goes up by one major at most, and its dependencies must be there"));
  }

  /**
   * Refuses a plan that does not fit together, or that breaks something without a backup.
   *
   * @throws SpellException of kind Validation
   */
  static void check(MigrationPlan plan, boolean withBackup) {
    SchemaVersion at = plan.from();
    for (MigrationStep step : plan.steps()) {
      if (!step.from().equals(at)) {
        throw invalid(
            plan, "a step starts at %s, but the one before ends at %s".formatted(step.from(), at));
      }
      at = step.to();
    }
    if (!at.equals(plan.to())) {
      throw invalid(plan, "its last step ends at " + at);
    }
    if (plan.isBreaking() && !withBackup) {
      throw invalid(
          plan, "it breaks something and has no backup. Allow the backup (create_backup)");
    }
  }

  private static SpellException invalid(MigrationPlan plan, String why) {
    return SpellException.validation(
        "plan", "The plan from %s to %s is not valid: %s".formatted(plan.from(), plan.to(), why));
  }
}
