package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateClass;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.MigrationResult.Status;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.ValidationLevel;
import org.llmspell.state.store.StateRecord;

class EngineTest {
  private final Fixture fixture = new Fixture().with(Fixture.ORDERS_1, Fixture.ORDERS_2);

  @Test
  void changesWhatIsStored() {
    fixture.putOrders(3);

    MigrationResult result = fixture.migrate("1.1.0");

    assertThat(result.status()).isEqualTo(Status.COMPLETED);
    assertThat(result.itemsMigrated()).isEqualTo(3);
    assertThat(fixture.get("order:00002"))
        .isEqualTo(Map.of("name", "n2", "unit_price", 2L, "status", "new"));
    assertThat(fixture.migrator().status("").current()).isEqualTo(Fixture.V2);
  }

  @Test
  void leavesOtherKeysAndOtherScopesAlone() {
    fixture.put("orders", Fixture.order(1));
    fixture.put(StateScope.parse("user:1"), "order:1", StateRecord.of(Fixture.order(1), 1));
    var before = fixture.entries();

    assertThat(fixture.migrate("1.1.0").itemsMigrated()).isZero();

    assertThat(fixture.entries()).isEqualTo(before);
  }

  @Test
  void keepsClassAndExpiryAndGivesTheNewVersion() {
    fixture.put(
        StateScope.GLOBAL,
        "order:1",
        new StateRecord(Fixture.order(1), 5, 1, StateClass.SENSITIVE, 999_999_999L));

    fixture.migrate("1.1.0");

    StateRecord record = Objects.requireNonNull(fixture.record("order:1"));
    assertThat(record.stateClass()).isEqualTo(StateClass.SENSITIVE);
    assertThat(record.expiresMillis()).isEqualTo(999_999_999L);
    assertThat(record.schemaVersion()).isEqualTo(Stamps.of(Fixture.V2));
  }

  @Test
  void leavesExpiredEntriesAlone() {
    fixture.put(
        StateScope.GLOBAL,
        "order:1",
        new StateRecord(Fixture.order(1), 5, 1, StateClass.STANDARD, 6));

    assertThat(fixture.migrate("1.1.0").itemsMigrated()).isZero();
  }

  @Test
  void changesNothingInADryRunButCounts() {
    fixture.putOrders(4);
    var before = fixture.entries();

    MigrationResult result = fixture.migrate("1.1.0", MigrationOptions.DEFAULT.withDryRun(true));

    assertThat(result.itemsMigrated()).isEqualTo(4);
    assertThat(result.dryRun()).isTrue();
    assertThat(fixture.entries()).isEqualTo(before);
    assertThat(fixture.migrator().status("").current()).isEqualTo(Fixture.V1);
    assertThat(fixture.migrator().history()).isEmpty();
  }

  @Test
  void givesBackEveryByteOnRollback() {
    fixture.putOrders(12);
    var before = fixture.entries();
    fixture.migrate("1.1.0", MigrationOptions.DEFAULT.withBatchSize(5));

    MigrationResult result = fixture.rollback(false);

    assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
    assertThat(fixture.entries()).isEqualTo(before);
    assertThat(fixture.migrator().status("").current()).isEqualTo(Fixture.V1);
    assertThatThrownBy(() -> fixture.rollback(false)).hasMessageContaining("can be undone");
  }

  @Test
  void refusesARollbackThatWouldLoseNewerValues() {
    fixture.putOrders(2);
    var before = fixture.entries();
    fixture.migrate("1.1.0");
    fixture.put("order:00001", Map.of("name", "x", "unit_price", 5L, "status", "paid"));

    assertThatThrownBy(() -> fixture.rollback(false)).hasMessageContaining("written since");
    fixture.rollback(true);

    assertThat(fixture.entries()).isEqualTo(before);
  }

  @Test
  void refusesARollbackWhenEntriesWereAdded() {
    fixture.putOrders(2);
    fixture.migrate("1.1.0");
    fixture.later();
    fixture.put("order:7", Map.of("name", "x", "unit_price", 5L, "status", "paid"));

    assertThatThrownBy(() -> fixture.rollback(false)).hasMessageContaining("written since");
  }

  @Test
  void givesBackEveryByteWhenAnEntryCanNotBeChanged() {
    StateSchema numbers =
        StateSchema.of("orders", Fixture.V2, Map.of("name", SchemaField.required("integer")))
            .withTargets(Fixture.ORDERS);
    var failing =
        new Fixture()
            .with(
                StateSchema.of("orders", Fixture.V1, Map.of("name", SchemaField.required("string")))
                    .withTargets(Fixture.ORDERS),
                numbers);
    failing.put("order:1", Map.of("name", "17"));
    failing.put("order:2", Map.of("name", "18"));
    failing.put("order:3", Map.of("name", "seventeen"));
    var before = failing.entries();

    assertThatThrownBy(() -> failing.migrate("1.1.0", MigrationOptions.DEFAULT.withBatchSize(1)))
        .isInstanceOf(SpellException.class)
        .hasMessage(
            "Migration failed: Entry 'order:3' of scope 'global': Field 'name' can not be converted from string to integer: its value is seventeen (all entries are as they were before)");

    assertThat(failing.entries()).isEqualTo(before);
    assertThat(failing.migrator().history().getFirst().status()).isEqualTo(Status.ROLLED_BACK);
    assertThat(failing.store.pending()).isEmpty();
  }

  @Test
  void keepsWhatIsDoneWhenRollbackIsOffAndGoesOnLater() {
    fixture.functions.put("ok", (values, config) -> values);
    fixture.putOrders(6);
    fixture.put("order:00004", Map.of("name", "no price"));
    MigrationOptions options = MigrationOptions.DEFAULT.withBatchSize(2).withRollbackOnError(false);

    assertThatThrownBy(() -> fixture.migrate("1.1.0", options))
        .hasMessageContaining("4 entries are changed");
    assertThat(fixture.migrator().history().getFirst().status()).isEqualTo(Status.FAILED);
    fixture.put("order:00004", Fixture.order(4));

    assertThat(fixture.migrate("1.1.0", options).itemsMigrated()).isEqualTo(2);
    assertThat(fixture.get("order:00000"))
        .isEqualTo(Map.of("name", "n0", "unit_price", 0L, "status", "new"));
  }

  @Test
  void migratesEntriesOfSeveralVersionsInOnePass() {
    StateSchema third =
        StateSchema.of(
                "orders",
                SchemaVersion.of(1, 2, 0),
                Map.of(
                    "name", SchemaField.required("string"),
                    "amount", SchemaField.required("integer"),
                    "status", SchemaField.required("string")))
            .withTargets(Fixture.ORDERS)
            .withTransforms(new FieldTransform.Rename("unit_price", "amount"));
    fixture.putOrders(1);
    fixture.migrate("1.1.0");
    fixture.put(
        StateScope.GLOBAL,
        "order:9",
        new StateRecord(
            Fixture.order(9), 1, Stamps.of(Fixture.V1), StateClass.STANDARD, StateRecord.NEVER));
    fixture.with(third);

    assertThat(fixture.migrate("1.2.0").itemsMigrated()).isEqualTo(2);

    assertThat(fixture.get("order:00000"))
        .isEqualTo(Map.of("name", "n0", "amount", 0L, "status", "new"));
    assertThat(fixture.get("order:9"))
        .isEqualTo(Map.of("name", "n9", "amount", 9L, "status", "new"));
  }

  @Test
  void looksAtEntriesBeforeAndAfterAsCloselyAsAskedFor() {
    fixture.put("order:1", Map.of("name", 5L, "price", 1L));

    assertThatThrownBy(() -> fixture.migrate("1.1.0"))
        .hasMessageContaining("Validation failed: Entry 'order:1' of scope 'global'")
        .hasMessageContaining("Field 'name' expected type 'string', got 'integer'");
    MigrationResult result =
        fixture.migrate("1.1.0", MigrationOptions.DEFAULT.withValidation(ValidationLevel.BASIC));
    assertThat(result.itemsMigrated()).isEqualTo(1);
  }

  @Test
  void warnsOfMissingFieldsWhenBasic() {
    fixture.put("order:1", Map.of("price", 1L));

    MigrationResult result =
        fixture.migrate("1.1.0", MigrationOptions.DEFAULT.withValidation(ValidationLevel.BASIC));

    assertThat(result.warnings())
        .contains("Entry 'order:1' of scope 'global': Required field 'name' is missing");
  }

  @Test
  void triesEverythingFirstWhenParanoid() {
    fixture.putOrders(3);
    fixture.put("order:5", "a text");
    MigrationOptions paranoid =
        MigrationOptions.DEFAULT.withValidation(ValidationLevel.PARANOID).withBatchSize(1);

    assertThatThrownBy(() -> fixture.migrate("1.1.0", paranoid))
        .hasMessageContaining("It is string, not object");

    assertThat(fixture.migrator().history()).isEmpty();
    assertThat(fixture.migrate("1.1.0").itemsSkipped()).isEqualTo(1);
  }

  @Test
  void endsWhenItIsCancelled() {
    fixture.putOrders(3000);
    var before = fixture.entries();
    var cancellation = Cancellation.create();
    cancellation.cancel("no more");

    assertThatThrownBy(() ->
            fixture
                .migrator()
                .migrate(
                    "",
                    Fixture.V2,
                    MigrationOptions.DEFAULT.withBatchSize(100),
                    StateProgress.NONE,
                    cancellation))
        .hasMessageContaining("Migration cancelled: no more")
        .hasMessageContaining("as they were before");
    assertThat(fixture.entries()).isEqualTo(before);
  }

  @Test
  void endsWhenItsThreadIsInterruptedAndKeepsTheFlag() {
    fixture.putOrders(3000);
    var before = fixture.entries();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> fixture.migrate("1.1.0", MigrationOptions.DEFAULT.withBatchSize(100)))
        .isInstanceOf(SpellException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(fixture.entries()).isEqualTo(before);
  }

  @Test
  void endsWhenItsTimeIsOver() {
    fixture.putOrders(3000);
    var before = fixture.entries();

    assertThatThrownBy(() ->
            fixture.migrate("1.1.0", MigrationOptions.DEFAULT.withTimeout(Duration.ofNanos(1))))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Timeout.class))
        .hasMessageContaining("Migration timeout after");
    assertThat(fixture.entries()).isEqualTo(before);
  }

  @Test
  void tellsHowFarItIs() {
    fixture.putOrders(3);
    List<String> phases = new ArrayList<>();

    fixture
        .migrator()
        .migrate(
            "",
            Fixture.V2,
            MigrationOptions.DEFAULT.withValidation(ValidationLevel.PARANOID),
            (phase, done, total) -> phases.add(phase),
            Cancellation.create());

    assertThat(phases).containsExactly("trying", "migrating");
  }

  @Test
  void refusesAMissingFunctionBeforeAnythingIsWritten() {
    var custom =
        new Fixture()
            .with(
                Fixture.ORDERS_1,
                Fixture.ORDERS_2.withTransforms(
                    new FieldTransform.Custom(
                        List.of("price"), List.of("unit_price"), "nobody", Map.of())));
    custom.putOrders(1);
    var before = custom.entries();

    assertThatThrownBy(() -> custom.migrate("1.1.0"))
        .hasMessageContaining("There is no transformer 'nobody'");
    assertThat(custom.entries()).isEqualTo(before);
  }

  @Test
  void doesNothingWhenMigrationIsOff() {
    var off = new Fixture().with(Fixture.ORDERS_1, Fixture.ORDERS_2).disabled();

    assertThatThrownBy(() -> off.migrate("1.1.0")).hasMessageContaining("migration_enabled = true");
  }

  @Test
  void keepsNothingForARollbackWithoutBackup() {
    fixture.putOrders(1);
    fixture.with(
        StateSchema.of("orders", SchemaVersion.of(1, 3, 0), Fixture.ORDERS_2.fields())
            .withTargets(Fixture.ORDERS));
    fixture.migrate("1.1.0");

    fixture.migrate("1.3.0", MigrationOptions.DEFAULT.withBackup(false));

    assertThatThrownBy(() -> fixture.rollback(false)).hasMessageContaining("can be undone");
  }
}
