package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.BackupOptions;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.state.backup.BackupService;
import org.llmspell.state.migration.MigrationService;

/** Clocks that are set back, while state is used and between two starts. */
class ClockTest {
  private static final StateScope GLOBAL = StateScope.GLOBAL;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final RestoreOptions PLAIN = RestoreOptions.DEFAULT.backup(false);

  @TempDir Path dir;
  private Stores stores;
  private StoreService service;
  private StateService state;
  private BackupService backups;
  private MigrationService migrations;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(dir.resolve("schemas"));
    Files.writeString(
        dir.resolve("schemas/people.json"),
        """
        [{"name": "people", "version": "1.0.0", "key": "person:*", "fields": {"name": "string"}},
         {"name": "people", "version": "1.1.0", "key": "person:*", "fields": {"name": "string",
            "age": {"type": "integer", "default": 0}}},
         {"name": "people", "version": "1.2.0", "key": "person:*", "fields": {"name": "string",
            "age": {"type": "integer", "default": 0}, "job": {"type": "string", "default": "-"}}}]
        """);
    stores =
        new Stores(dir)
            .enabled()
            .with("migration_enabled", true)
            .with("schema_directory", "schemas")
            .with("backup_enabled", true)
            .with("backup.max_backups", 2)
            .with("backup.max_backup_age", "30d");
    stores.pass(100 * DAY);
    start();
  }

  /** Another start of the container. */
  private void start() {
    service = stores.start();
    state = new StateService(service);
    backups = new BackupService(service, null);
    migrations = new MigrationService(service);
  }

  private void restart() {
    service.close();
    start();
  }

  private void setClockBack(long millis) {
    stores.millis.addAndGet(-millis);
  }

  private BackupInfo backup(String value) {
    state.set(GLOBAL, "k", value);
    stores.pass(60_000);
    return backups.create(BackupOptions.INCREMENTAL, StateProgress.NONE, Cancellation.create());
  }

  private void restore(BackupInfo info, RestoreOptions options) {
    backups.restore(info.id(), options, StateProgress.NONE, Cancellation.create());
  }

  private MigrationResult migrate(String version) {
    stores.pass(1_000);
    return migrations.migrate(
        "people",
        SchemaVersion.parse(version),
        MigrationOptions.DEFAULT,
        StateProgress.NONE,
        Cancellation.create());
  }

  private MigrationResult rollback() {
    return migrations.rollback("people", false, StateProgress.NONE, Cancellation.create());
  }

  @Test
  void whatHasExpiredStaysGoneWhileTheProcessLives() {
    state.set(GLOBAL, "k", 1L, SetOptions.DEFAULT.withTtl(Duration.ofMinutes(1)));
    stores.pass(60_001);
    setClockBack(DAY);

    assertThat(state.exists(GLOBAL, "k")).isFalse();
    assertThat(state.keys(GLOBAL, "")).isEmpty();

    state.set(GLOBAL, "k", 2L, SetOptions.DEFAULT.withTtl(Duration.ofMinutes(1)));
    stores.pass(59_999);
    assertThat(state.get(GLOBAL, "k")).contains(2L);
    stores.pass(2);
    assertThat(state.get(GLOBAL, "k")).isEmpty();
  }

  @Test
  void whatWasReadAsExpiredDoesNotComeBackWithTheNextStart() {
    state.set(GLOBAL, "k", 1L, SetOptions.DEFAULT.withTtl(Duration.ofMinutes(1)));
    stores.pass(60_001);
    assertThat(state.get(GLOBAL, "k")).isEmpty();
    setClockBack(DAY);
    restart();

    assertThat(state.get(GLOBAL, "k")).isEmpty();
  }

  @Test
  void nothingExpiresEarlyAfterAStartInThePast() {
    state.set(GLOBAL, "k", 1L, SetOptions.DEFAULT.withTtl(Duration.ofMinutes(1)));
    setClockBack(DAY);
    restart();
    stores.pass(59_000);

    assertThat(state.get(GLOBAL, "k")).contains(1L);
  }

  @Test
  void backupsKeepTheirOrderAndTheirChain() {
    BackupInfo first = backup("one");
    BackupInfo second = backup("two");
    setClockBack(DAY);
    restart();
    BackupInfo third = backup("three");
    BackupInfo fourth = backup("four");

    assertThat(third.createdAt()).isBefore(first.createdAt());
    assertThat(third.parentId()).isEqualTo(second.id());
    assertThat(backups.list())
        .extracting(BackupInfo::id)
        .containsExactly(fourth.id(), third.id(), second.id(), first.id());
    restore(second, PLAIN);
    assertThat(state.get(GLOBAL, "k")).contains("two");
    restore(fourth, PLAIN);
    assertThat(state.get(GLOBAL, "k")).contains("four");
  }

  @Test
  void aMomentIsNeverTakenForALaterBackupThatIsDatedBefore() {
    BackupInfo first = backup("one");
    BackupInfo second = backup("two");
    setClockBack(DAY);
    restart();
    BackupInfo third = backup("three");

    restore(third, PLAIN.to(first.createdAt().toString()));
    assertThat(state.get(GLOBAL, "k")).contains("one");
    restore(third, PLAIN.to(second.createdAt().toString()));
    assertThat(state.get(GLOBAL, "k")).contains("two");
    restore(third, PLAIN.to(second.createdAt().plusSeconds(1).toString()));
    assertThat(state.get(GLOBAL, "k")).contains("three");
    Instant before = third.createdAt();
    assertThatThrownBy(() -> restore(third, PLAIN.to(before.toString())))
        .hasMessageContaining("begins at " + first.createdAt());
    restore(third, PLAIN.to(third.id()));
    assertThat(state.get(GLOBAL, "k")).contains("three");
  }

  @Test
  void theNewestBackupsAreKeptThoughTheyAreDatedBeforeTheOthers() {
    stores.with("backup.incremental_enabled", false);
    restart();
    backup("one");
    BackupInfo two = backup("two");
    setClockBack(90 * DAY);
    restart();
    BackupInfo three = backup("three");
    stores.pass(200 * DAY);
    BackupInfo four = backup("four");

    assertThat(backups.list()).extracting(BackupInfo::id).containsExactly(four.id(), three.id());
    assertThat(two.createdAt()).isAfter(three.createdAt());
  }

  @Test
  void theLastMigrationIsTheOneThatIsUndone() {
    state.set(GLOBAL, "person:1", Map.of("name", "Ann"));
    MigrationResult first = migrate("1.1.0");
    setClockBack(DAY);
    restart();
    MigrationResult second = migrate("1.2.0");
    restart();

    assertThat(migrations.history())
        .extracting(MigrationResult::id)
        .containsExactly(second.id(), first.id());
    assertThat(rollback().to()).isEqualTo(SchemaVersion.parse("1.2.0"));

    assertThat(state.get(GLOBAL, "person:1")).contains(Map.of("name", "Ann", "age", 0L));
    assertThat(migrations.status("people").current()).isEqualTo(SchemaVersion.parse("1.1.0"));
  }

  @Test
  void entriesThatAreNewSinceTheMigrationAreSeenThoughTheyAreDatedBefore() {
    state.set(GLOBAL, "person:1", Map.of("name", "Ann"));
    state.set(GLOBAL, "person:odd", "no table, so it is left as it is");
    migrate("1.1.0");
    setClockBack(DAY);
    restart();
    state.set(GLOBAL, "person:2", Map.of("name", "Bob", "age", 3L));

    assertThatThrownBy(this::rollback).hasMessageContaining("written since the migration (1");

    state.delete(GLOBAL, "person:2");
    rollback();
    assertThat(state.get(GLOBAL, "person:1")).contains(Map.of("name", "Ann"));
    assertThat(state.keys(GLOBAL, "")).isEqualTo(List.of("person:1", "person:odd"));
  }
}
