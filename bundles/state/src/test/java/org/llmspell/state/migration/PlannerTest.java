package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.migration.CompatibilityReport;
import org.llmspell.core.state.migration.FieldChange.Kind;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.MigrationStep;
import org.llmspell.core.state.migration.RiskLevel;
import org.llmspell.core.state.migration.SchemaCompatibility;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;

class PlannerTest {
  private static final SchemaField TEXT = SchemaField.optional("string");
  private static final SchemaField NEEDED = SchemaField.required("string");

  private static StateSchema schema(String version, Map<String, SchemaField> fields) {
    return StateSchema.of("s", SchemaVersion.parse(version), fields);
  }

  private static MigrationPlan plan(String from, String to, StateSchema... all) {
    Schemas schemas = Schemas.NONE;
    for (StateSchema schema : all) {
      schemas = schemas.plus(schema);
    }
    return new Planner(schemas, "s").plan(SchemaVersion.parse(from), SchemaVersion.parse(to));
  }

  private static CompatibilityReport compare(
      Map<String, SchemaField> before, Map<String, SchemaField> after) {
    return Compatibility.of(schema("1.0.0", before), schema("1.1.0", after));
  }

  @Test
  void takesTheFewestSteps() {
    Map<String, SchemaField> fields = Map.of("a", TEXT);

    MigrationPlan plan =
        plan(
            "1.0.0",
            "2.1.0",
            schema("1.0.0", fields),
            schema("1.1.0", fields),
            schema("2.0.0", fields),
            schema("2.1.0", fields));

    assertThat(plan.steps())
        .extracting(MigrationStep::to)
        .containsExactly(SchemaVersion.of(2, 1, 0));
  }

  @Test
  void goesUpOneMajorAtATime() {
    Map<String, SchemaField> fields = Map.of("a", TEXT);
    StateSchema[] all = {schema("1.0.0", fields), schema("2.0.0", fields), schema("3.0.0", fields)};

    assertThat(plan("1.0.0", "3.0.0", all).steps()).hasSize(2);
    assertThatThrownBy(() -> plan("1.0.0", "3.0.0", all[0], all[2]))
        .hasMessageContaining("No migration path found from 1.0.0 to 3.0.0");
    assertThatThrownBy(() -> plan("3.0.0", "1.0.0", all))
        .hasMessageContaining("No migration path found from 3.0.0 to 1.0.0");
  }

  @Test
  void neverLeavesOutTheTransformsOfAVersionBetween() {
    MigrationPlan plan =
        plan(
            "1.0.0",
            "1.2.0",
            schema("1.0.0", Map.of("a", TEXT)),
            schema("1.1.0", Map.of("b", TEXT)).withTransforms(new FieldTransform.Rename("a", "b")),
            schema("1.2.0", Map.of("b", TEXT, "c", TEXT)));

    assertThat(plan.steps()).hasSize(2);
    assertThat(plan.steps().getFirst().transforms())
        .containsExactly(new FieldTransform.Rename("a", "b"));
  }

  @Test
  void derivesWhatTheTransformsLeaveOpen() {
    MigrationPlan plan =
        plan(
            "1.0.0",
            "1.1.0",
            schema("1.0.0", Map.of("gone", TEXT, "age", TEXT, "kept", TEXT, "moved", TEXT)),
            schema(
                    "1.1.0",
                    Map.of(
                        "age",
                        SchemaField.required("integer"),
                        "kept",
                        TEXT,
                        "place",
                        TEXT,
                        "status",
                        NEEDED.withDefault("new")))
                .withTransforms(new FieldTransform.Rename("moved", "place")));

    assertThat(plan.steps().getFirst().transforms())
        .containsExactlyInAnyOrder(
            new FieldTransform.Rename("moved", "place"),
            new FieldTransform.Remove("gone"),
            new FieldTransform.Convert("age", "age", "string", "integer", "parse_int"),
            new FieldTransform.Default("status", "new"));
  }

  @Test
  void refusesTypesThatNothingConverts() {
    assertThatThrownBy(() ->
            plan(
                "1.0.0",
                "1.1.0",
                schema("1.0.0", Map.of("a", SchemaField.optional("array"))),
                schema("1.1.0", Map.of("a", SchemaField.optional("integer")))))
        .hasMessageContaining("changes from array to integer");
  }

  @Test
  void isLowRiskWhenNothingChanges() {
    CompatibilityReport report = compare(Map.of("a", TEXT), Map.of("a", TEXT));

    assertThat(report.risk()).isEqualTo(RiskLevel.LOW);
    assertThat(report.migrationRequired()).isFalse();
    assertThat(report.compatible()).isTrue();
  }

  @Test
  void isMediumRiskWhenValuesChangeOnly() {
    CompatibilityReport added = compare(Map.of("a", TEXT), Map.of("a", TEXT, "b", TEXT));
    CompatibilityReport removed = compare(Map.of("a", TEXT, "b", TEXT), Map.of("a", TEXT));

    assertThat(added.risk()).isEqualTo(RiskLevel.MEDIUM);
    assertThat(added.level()).isEqualTo(SchemaCompatibility.BACKWARD_COMPATIBLE);
    assertThat(removed.warnings()).containsExactly("Optional field 'b' removed");
    assertThat(removed.level()).isEqualTo(SchemaCompatibility.FORWARD_COMPATIBLE);
  }

  @Test
  void isHighRiskWhenSomethingBreaks() {
    CompatibilityReport added = compare(Map.of("a", TEXT), Map.of("a", TEXT, "b", NEEDED));
    CompatibilityReport required = compare(Map.of("a", TEXT), Map.of("a", NEEDED));

    assertThat(added.breakingChanges()).containsExactly("Required field 'b' added without default");
    assertThat(added.risk()).isEqualTo(RiskLevel.HIGH);
    assertThat(required.breakingChanges()).containsExactly("Field 'a' became required");
    assertThat(required.fieldChanges().getFirst().kind()).isEqualTo(Kind.REQUIRED_CHANGED);
    assertThat(
            Compatibility.of(schema("1.0.0", Map.of("a", TEXT)), schema("2.0.0", Map.of("a", TEXT)))
                .risk())
        .isEqualTo(RiskLevel.HIGH);
  }

  @Test
  void isCriticalWhenDataIsGivenUpOrChangesItsType() {
    CompatibilityReport removed = compare(Map.of("a", NEEDED, "b", TEXT), Map.of("b", TEXT));
    CompatibilityReport typed =
        compare(Map.of("a", TEXT), Map.of("a", SchemaField.optional("integer")));

    assertThat(removed.breakingChanges()).containsExactly("Required field 'a' removed");
    assertThat(removed.risk()).isEqualTo(RiskLevel.CRITICAL);
    assertThat(typed.breakingChanges())
        .containsExactly("Field 'a' type changed from string to integer");
    assertThat(typed.risk()).isEqualTo(RiskLevel.CRITICAL);
  }

  @Test
  void estimatesAndScores() {
    MigrationPlan simple =
        plan(
            "1.0.0",
            "1.0.1",
            schema("1.0.0", Map.of("a", TEXT)),
            schema("1.0.1", Map.of("a", TEXT)));
    MigrationPlan critical =
        plan(
            "1.0.0",
            "1.1.0",
            schema("1.0.0", Map.of("a", NEEDED, "b", TEXT)),
            schema("1.1.0", Map.of("b", TEXT)));

    assertThat(simple.isSimple()).isTrue();
    assertThat(simple.steps().getFirst().type()).isEqualTo("minor_upgrade");
    assertThat(simple.estimate()).isEqualTo(Duration.ofSeconds(90));
    assertThat(critical.complexity()).isEqualTo((10 + 50) * 8);
    assertThat(critical.isComplex()).isTrue();
    assertThat(critical.backupRequired()).isTrue();
    assertThat(critical.steps().getFirst().type()).isEqualTo("major_migration");
    assertThat(critical.estimate()).isEqualTo(Duration.ofSeconds(100));
    assertThat(critical.rollback().orElseThrow().warnings())
        .containsExactly("Rollback may cause data loss");
  }

  @Test
  void refusesToBreakSomethingWithoutABackup() {
    MigrationPlan plan =
        plan(
            "1.0.0",
            "1.1.0",
            schema("1.0.0", Map.of("a", NEEDED, "b", TEXT)),
            schema("1.1.0", Map.of("b", TEXT)));

    Planner.check(plan, true);
    assertThatThrownBy(() -> Planner.check(plan, false)).hasMessageContaining("has no backup");
  }

  @Test
  void refusesStepsThatDoNotFitTogether() {
    MigrationPlan good =
        plan(
            "1.0.0",
            "1.1.0",
            schema("1.0.0", Map.of("a", TEXT)),
            schema("1.1.0", Map.of("a", TEXT)));
    var bad =
        new MigrationPlan(
            "s",
            good.from(),
            SchemaVersion.of(1, 2, 0),
            List.of(good.steps().getFirst()),
            RiskLevel.LOW,
            false,
            good.estimate(),
            List.of(),
            good.rollback());

    assertThatThrownBy(() -> Planner.check(bad, true))
        .hasMessageContaining("last step ends at 1.1.0");
  }
}
