package org.llmspell.state.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.state.backup.BackupInfo;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.store.Keys;

class NotedVersionsTest {
  @TempDir Path home;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(home);
    bench.set("global", "k", 1L);
  }

  /** As a migration notes it. */
  private void note(String schema, String version) {
    bench.set(Keys.of(Keys.META, "schema:" + schema), version);
  }

  @Test
  void entriesThatNothingHasMigratedHaveTheFirstVersion() {
    assertThat(bench.full().schemaVersion()).isEqualTo("1.0.0");
  }

  @Test
  void aBackupHasTheVersionOfItsMoment() {
    note("orders", "1.1.0");
    BackupInfo before = bench.full();
    note("orders", "2.0.0-rc.1");
    BackupInfo after = bench.incremental();

    assertThat(before.schemaVersion()).isEqualTo("1.1.0");
    assertThat(after.schemaVersion()).isEqualTo("2.0.0-rc.1");
    assertThat(bench.service().info(before.id()).schemaVersion()).isEqualTo("1.1.0");
    bench.restore(before.id(), RestoreOptions.DEFAULT.backup(false));
    assertThat(bench.full().schemaVersion()).isEqualTo("1.1.0");
  }

  @Test
  void theDefaultSchemaComesBeforeAllOthersAndElseTheHighest() {
    note("orders", "1.10.0");
    note("people", "1.9.0");
    assertThat(bench.full().schemaVersion()).isEqualTo("1.10.0");

    note("default", "1.2.0");
    assertThat(bench.full().schemaVersion()).isEqualTo("1.2.0");
  }
}
