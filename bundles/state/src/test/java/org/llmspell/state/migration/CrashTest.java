package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.state.memory.MemoryBackends;

/** The process dies at every single write, one after the other, and the store is opened again. */
class CrashTest {
  private static final int ORDERS = 23;
  private static final MigrationOptions SMALL = MigrationOptions.DEFAULT.withBatchSize(5);

  @TempDir Path folder;

  private int crashes;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesAllOldOrAllNewWheneverAMigrationDies(boolean answerIsLost) throws Exception {
    Map<String, @Nullable Object> migrated = migrated();

    int finished = 0;
    for (int n = 0; ; n++) {
      StateBackend disk = new MemoryBackends().open(folder);
      Path home = Files.createDirectory(folder.resolve(answerIsLost + "-" + n));
      Map<String, String> before = filled(disk, home).entries();
      var dying = new FailingBackend(disk, n, answerIsLost);
      var fixture = new Fixture(dying, home).with(Fixture.ORDERS_1, Fixture.ORDERS_2);

      boolean failed = !succeeds(() -> fixture.migrate("1.1.0", SMALL));
      if (!dying.hasDied()) {
        break;
      }

      Fixture reopened = reopen(disk, home);
      assertThat(failed || reopened.values().equals(migrated)).isTrue();
      boolean isOld = reopened.entries().equals(before);
      boolean isNew = reopened.values().equals(migrated);
      assertThat(isOld ^ isNew).as("dead at write %d", n).isTrue();
      assertThat(reopened.migrator().status("").current())
          .isEqualTo(isNew ? Fixture.V2 : Fixture.V1);
      assertThat(reopened.store.pending()).isEmpty();
      if (isOld) {
        reopened.migrate("1.1.0", SMALL);
      }
      assertThat(reopened.values()).isEqualTo(migrated);
      reopened.rollback(false);
      assertThat(reopened.entries()).isEqualTo(before);
      finished += isNew ? 1 : 0;
      crashes++;
    }
    assertThat(crashes).isGreaterThan(8);
    assertThat(finished).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void finishesARollbackThatDies(boolean answerIsLost) throws Exception {
    for (int n = 0; ; n++) {
      StateBackend disk = new MemoryBackends().open(folder);
      Path home = Files.createDirectory(folder.resolve("back-" + answerIsLost + "-" + n));
      Fixture first = filled(disk, home);
      Map<String, String> before = first.entries();
      first.migrate("1.1.0", SMALL);
      Map<String, String> after = first.entries();
      var dying = new FailingBackend(disk, n, answerIsLost);
      var fixture = new Fixture(dying, home).with(Fixture.ORDERS_1, Fixture.ORDERS_2);

      succeeds(() -> fixture.rollback(false));
      if (!dying.hasDied()) {
        break;
      }

      Fixture reopened = reopen(disk, home);
      boolean isOld = reopened.entries().equals(before);
      assertThat(isOld || reopened.entries().equals(after)).as("dead at write %d", n).isTrue();
      assertThat(reopened.migrator().status("").current())
          .isEqualTo(isOld ? Fixture.V1 : Fixture.V2);
      assertThat(n > 0 || !isOld || answerIsLost).isTrue();
      crashes++;
    }
    assertThat(crashes).isGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void undoesWhatAFunctionOfAScriptHasBegun(boolean answerIsLost) throws Exception {
    StateSchema custom =
        StateSchema.of("orders", Fixture.V2, Map.of("label", SchemaField.required("string")))
            .withTargets(Fixture.ORDERS)
            .withTransforms(
                new FieldTransform.Custom(
                    List.of("name", "price", "old"), List.of("label"), "label", Map.of()));
    int undone = 0;
    for (int n = 0; ; n++) {
      StateBackend disk = new MemoryBackends().open(folder);
      Path home = Files.createDirectory(folder.resolve("custom-" + answerIsLost + "-" + n));
      Map<String, String> before = filled(disk, home).entries();
      var dying = new FailingBackend(disk, n, answerIsLost);
      var fixture = new Fixture(dying, home).with(Fixture.ORDERS_1, custom);
      fixture.functions.put("label", (values, config) -> Map.of("label", "x" + values.get("name")));

      succeeds(() -> fixture.migrate("1.1.0", SMALL));
      if (!dying.hasDied()) {
        break;
      }

      Fixture reopened = reopen(disk, home);
      boolean isOld = reopened.entries().equals(before);
      boolean isNew = reopened.migrator().status("").current().equals(Fixture.V2);
      assertThat(isOld ^ isNew).as("dead at write %d", n).isTrue();
      undone += isOld ? 1 : 0;
    }
    assertThat(undone).isGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void survivesDyingAgainWhileTheStoreIsOpened(boolean withFunction) throws Exception {
    Map<String, @Nullable Object> migrated = migrated();
    for (int n = 3; n < 9; n++) {
      for (int m = 0; ; m++) {
        StateBackend disk = new MemoryBackends().open(folder);
        Path home = Files.createDirectory(folder.resolve(withFunction + "-" + n + "-" + m));
        Map<String, String> before = filled(disk, home).entries();
        var fixture = new Fixture(new FailingBackend(disk, n, false), home);
        fixture.with(Fixture.ORDERS_1, withFunction ? withFunction() : Fixture.ORDERS_2);
        fixture.functions.put("label", (values, config) -> values);
        succeeds(() -> fixture.migrate("1.1.0", SMALL));

        var dying = new FailingBackend(disk, m, false);
        succeeds(() -> reopen(dying, home));
        if (!dying.hasDied()) {
          break;
        }

        Fixture reopened = reopen(disk, home);
        boolean isOld = reopened.entries().equals(before);
        assertThat(isOld ^ reopened.values().equals(migrated)).as("dead at %d, %d", n, m).isTrue();
        crashes++;
      }
    }
    assertThat(crashes).isGreaterThan(20);
  }

  private static StateSchema withFunction() {
    return Fixture.ORDERS_2.withTransforms(
        new FieldTransform.Copy("price", "unit_price", false),
        new FieldTransform.Custom(List.of("name"), List.of("name"), "label", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void refusesADamagedUndoFileAndTouchesNothing(int fromTheEnd) throws Exception {
    StateBackend disk = new MemoryBackends().open(folder);
    Fixture fixture = filled(disk, folder);
    fixture.migrate("1.1.0", SMALL);
    Map<String, String> after = fixture.entries();
    Path log;
    try (var files = Files.list(folder.resolve("migration"))) {
      log = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length - fromTheEnd] ^= 4;
    Files.write(log, bytes);

    assertThatThrownBy(() -> fixture.rollback(false))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("damaged at byte");
    assertThat(fixture.entries()).isEqualTo(after);
  }

  private static boolean succeeds(Runnable work) {
    try {
      work.run();
      return true;
    } catch (SpellException e) {
      assertThat(e).hasMessageContaining("dead");
      return false;
    }
  }

  private static Fixture filled(StateBackend disk, Path home) {
    var fixture = new Fixture(disk, home).with(Fixture.ORDERS_1, Fixture.ORDERS_2);
    fixture.putOrders(ORDERS);
    fixture.put("other", 5L);
    return fixture;
  }

  private static Map<String, @Nullable Object> migrated() {
    var fixture = filled(new MemoryBackends().open(Path.of("none")), Path.of("none"));
    var memory = new Fixture().with(Fixture.ORDERS_1, Fixture.ORDERS_2);
    memory.putOrders(ORDERS);
    memory.put("other", 5L);
    assertThat(memory.values()).isEqualTo(fixture.values());
    memory.migrate("1.1.0");
    return memory.values();
  }

  private static Fixture reopen(StateBackend disk, Path home) {
    var reopened = new Fixture(disk, home).with(Fixture.ORDERS_1, Fixture.ORDERS_2);
    reopened.store.recover(List.of(new MigrationRecovery()), StateProgress.NONE);
    return reopened;
  }
}
